import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort, untilOpen } from "./free-port.ts";

/** A machine of its own behind OpenSSH's server, as far as SSH can tell: other keys, other accounts, another address. */
export interface SshEngine {
  /** For `engine.address`; the name is one that only the SSH configuration knows. */
  address: string;
  /** With `ssh` configured for this machine, by a file of its own: nobody's `~/.ssh` is read. */
  env: NodeJS.ProcessEnv;
  /** Writes the client's configuration anew, with something changed. */
  configure(change: SshChange): Promise<void>;
  /** Writes what the server's account sets for its commands, and starts the server anew. */
  setRemote(env: Record<string, string>): Promise<void>;
  /** The server ends, and with it every connection. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

export interface SshChange {
  knownHosts?: string;
  identity?: string;
}

const SSHD = "/usr/sbin/sshd";

/** Why there can be no SSH server here; `null` where there can. */
export function whyNoSsh(): string | null {
  try {
    execFileSync("ssh", ["-V"], { stdio: "ignore" });
    execFileSync(SSHD, ["-V"], { stdio: "ignore" });
  } catch (error) {
    // Older servers know no `-V`, and say so with an exit code of their own.
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return "OpenSSH's client and server are needed (Debian: openssh-client, openssh-server).";
  }
  return process.getuid?.() === 0 ? null : "OpenSSH's server is started by hand, which needs root.";
}

/** Starts OpenSSH's server on loopback before the engine at `dockerHost`. */
export async function startSshEngine(dockerHost: string): Promise<SshEngine> {
  const folder = await mkdtemp(join(tmpdir(), "sandpit-ssh-"));
  const at = (name: string) => join(folder, name);
  const port = await freePort();
  for (const name of ["host_key", "key", "other_key"])
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", at(name)]);
  await writeFile(at("authorized_keys"), await readFile(at("key.pub")));
  const hostKey = (await readFile(at("host_key.pub"), "utf8")).split(" ").slice(0, 2).join(" ");
  await writeFile(at("known_hosts"), `[127.0.0.1]:${port} ${hostKey}\n`);
  const otherKey = (await readFile(at("other_key.pub"), "utf8")).split(" ").slice(0, 2).join(" ");
  await writeFile(at("changed_hosts"), `[127.0.0.1]:${port} ${otherKey}\n`);
  await writeFile(at("no_hosts"), "");

  const configure = ({ knownHosts = "known_hosts", identity = "key" }: SshChange) =>
    writeFile(
      at("ssh_config"),
      [
        "Host lab-server",
        ...["HostName 127.0.0.1", `Port ${port}`, `User ${userInfo().username}`, `IdentityFile ${at(identity)}`],
        ...["IdentitiesOnly yes", `UserKnownHostsFile ${at(knownHosts)}`, "GlobalKnownHostsFile /dev/null"],
      ].join("\n"),
    );
  await configure({});
  await mkdir(at("bin"));
  await writeFile(at("bin/ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F "${at("ssh_config")}" "$@"\n`);
  await chmod(at("bin/ssh"), 0o755);

  let remote: Record<string, string> = { DOCKER_HOST: dockerHost };
  let server: ChildProcess | null = null;
  const start = async () => {
    const variables = Object.entries(remote).map(([name, value]) => `"${name}=${value}"`);
    await writeFile(
      at("sshd_config"),
      [
        ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${at("host_key")}`, "PidFile none", "UsePAM no"],
        ...[`AuthorizedKeysFile ${at("authorized_keys")}`, "StrictModes no", "PermitRootLogin prohibit-password"],
        ...["PasswordAuthentication no", "KbdInteractiveAuthentication no"],
        ...(variables.length > 0 ? [`SetEnv ${variables.join(" ")}`] : []),
      ].join("\n"),
    );
    await mkdir("/run/sshd", { recursive: true, mode: 0o755 });
    // A group of its own: the processes that a connection gets belong to it, and end with it.
    server = spawn(SSHD, ["-D", "-e", "-f", at("sshd_config")], { detached: true, stdio: "ignore" });
    const failed = once(server, "exit").then(([code]) => Promise.reject(new Error(`sshd ended with ${code}.`)));
    await Promise.race([untilOpen(port), failed]);
    failed.catch(() => {}); // It is to end, later on.
  };
  const cut = async () => {
    const { pid } = server ?? {};
    if (!server || pid === undefined || server.exitCode !== null) return;
    const gone = once(server, "exit");
    for (const child of [...(await descendants(pid)), pid]) tryKill(child);
    await gone;
    server = null;
  };
  await start();
  return {
    address: "ssh://lab-server",
    env: { ...process.env, DOCKER_HOST: undefined, PATH: `${at("bin")}:${process.env.PATH}` },
    configure,
    async setRemote(env) {
      await cut();
      remote = env;
      await start();
    },
    cut,
    restore: start,
    async close() {
      await cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The processes that a process has started, and theirs; the server puts each connection into a session of its own. */
async function descendants(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const children = text.trim().split(/\s+/).filter(Boolean).map(Number);
  return (await Promise.all(children.map(async (child) => [...(await descendants(child)), child]))).flat();
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}
