import { posix } from "node:path";

/** What decides where engines put their sockets. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** The address that the user has set; it comes before everything in `env`. */
  address?: string | undefined;
  home: string;
  /** `null` on Windows. */
  uid: number | null;
  /** Where connections over SSH meet, for the user alone; see `ssh/ssh-agent.ts`. */
  sshFolder?: string | undefined;
}

/** A place where a known engine listens. */
export interface KnownSocket {
  product: string;
  address: string;
}

/** The sockets and pipes of the engines that people have, in the order in which they are tried. */
export function knownSockets({ platform, env, home, uid }: Surroundings): KnownSocket[] {
  const unix = (product: string, ...path: string[]) => ({ product, address: `unix://${posix.join(...path)}` });
  if (platform === "win32") {
    return [
      { product: "Docker Desktop", address: "npipe:////./pipe/docker_engine" },
      { product: "Docker Desktop (Linux engine)", address: "npipe:////./pipe/dockerDesktopLinuxEngine" },
      { product: "Podman", address: "npipe:////./pipe/podman-machine-default" },
    ];
  }
  if (platform === "darwin") {
    return [
      unix("Docker Desktop", home, ".docker/run/docker.sock"),
      unix("Docker", "/var/run/docker.sock"),
      unix("OrbStack", home, ".orbstack/run/docker.sock"),
      unix("Colima", env.COLIMA_HOME ?? posix.join(home, ".colima"), "default/docker.sock"),
      unix("Colima", home, ".config/colima/default/docker.sock"),
      unix("Rancher Desktop", home, ".rd/docker.sock"),
      unix("Podman", home, ".local/share/containers/podman/machine/podman.sock"),
    ];
  }
  const runtime = env.XDG_RUNTIME_DIR ?? (uid === null ? null : `/run/user/${uid}`);
  return [
    unix("Docker", "/var/run/docker.sock"),
    ...(runtime ? [unix("rootless Docker", runtime, "docker.sock")] : []),
    unix("Docker Desktop", home, ".docker/desktop/docker.sock"),
    unix("Docker Desktop", home, ".docker/run/docker.sock"),
    unix("Colima", home, ".colima/default/docker.sock"),
    unix("Rancher Desktop", home, ".rd/docker.sock"),
    ...(runtime ? [unix("rootless Podman", runtime, "podman/podman.sock")] : []),
    unix("Podman", "/run/podman/podman.sock"),
  ];
}

/** Files whose presence shows that an engine is installed even though none answers. */
export function installationTraces({ platform, env, home }: Surroundings): string[] {
  if (platform === "win32") {
    return [`${env.ProgramFiles ?? "C:\\Program Files"}\\Docker\\Docker\\Docker Desktop.exe`];
  }
  const folders = new Set([
    ...(env.PATH ?? "").split(":"),
    "/usr/bin",
    "/usr/sbin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
  ]);
  const programs = ["dockerd", "podman", "colima", "orbctl", "rdctl"];
  const applications = ["Docker", "OrbStack", "Rancher Desktop"].map((name) => `/Applications/${name}.app`);
  return [
    ...[...folders].filter(Boolean).flatMap((folder) => programs.map((program) => posix.join(folder, program))),
    ...(platform === "darwin" ? applications : []),
    posix.join(home, ".docker/desktop"),
  ];
}
