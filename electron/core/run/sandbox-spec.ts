import type { Language } from "#shared/languages.ts";
import { type Limits, TMP_BYTES } from "#shared/limits.ts";
import type { ContainerSpec } from "../engine/engine.ts";
import { toShellCommand } from "./shell-receiver.ts";

/** The user inside a sandbox; made in the images, and repeated here so that no image can choose another. */
const SANDBOX_USER = "10001:10001";

const MIB = 1024 * 1024;
const TMPFS_INODES = 4096;
const SHM_BYTES = 8 * MIB;
const OPEN_FILES = 1024;
/** Podman makes these folders writable although the root is read-only, unless something else is mounted there. */
const SEALED = "ro,nosuid,nodev,noexec,size=4096";

/** By which a sandbox is known to be ours, and whose. */
export interface SandboxOwner {
  /** The installation, so that two of them on one engine leave each other alone. */
  installation: string;
  /** The process that made it. */
  instance: string;
}

/** The label that names the process that made a sandbox. */
export const OWNER_LABEL = "sandpit.owner";
/** The label that names the installation. */
export const INSTALLATION_LABEL = "sandpit.installation";
/** A name that the host knows before the engine has answered with the container's id. */
export const CREATION_LABEL = "sandpit.creation";

/**
 * The one place where a container's options come from. A pure function of the language, the image and the limits: no
 * caller can supply an option, so nothing that a learner, a setting or a compromised window says can loosen the sandbox.
 *
 * @param imageId The image's id, never its tag: what was built is what runs.
 * @param product The engine's. Podman refuses to bound the number of files in a tmpfs (they count as memory all the same), and
 *   opens two more folders unless told otherwise.
 */
export function toSandboxSpec(
  language: Language,
  imageId: string,
  limits: Limits,
  owner: SandboxOwner,
  product: string,
): ContainerSpec {
  // Memory counts the files in /tmp and /dev/shm too; they are bounded so that a learner reads "No space left on device".
  const tmpfsBytes = Math.min(TMP_BYTES, limits.memoryBytes);
  const exec = language.mayExecuteInTmp ? "exec" : "noexec";
  const isPodman = product === "Podman";
  const inodes = isPodman ? "" : `,nr_inodes=${TMPFS_INODES}`;
  return {
    Image: imageId,
    Cmd: language.receiver === "interpreter" ? [...language.command] : toShellCommand(language),
    Env: Object.entries(language.environment).map(([name, value]) => `${name}=${value}`),
    User: SANDBOX_USER,
    WorkingDir: "/tmp",
    Labels: {
      [OWNER_LABEL]: owner.instance,
      [INSTALLATION_LABEL]: owner.installation,
      "sandpit.image": language.imageTag,
    },
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    NetworkDisabled: true,
    StopSignal: "SIGKILL",
    HostConfig: {
      Init: true,
      NetworkMode: "none",
      IpcMode: "private",
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      // Seccomp and AppArmor stay at the engine's default profiles: naming none keeps them on.
      SecurityOpt: ["no-new-privileges"],
      Privileged: false,
      Memory: limits.memoryBytes,
      // Memory and swap together: equal means no swap.
      MemorySwap: limits.memoryBytes,
      NanoCpus: Math.round(limits.cpus * 1e9),
      PidsLimit: limits.pids,
      ShmSize: SHM_BYTES,
      Tmpfs: {
        "/tmp": `rw,nosuid,nodev,${exec},size=${tmpfsBytes}${inodes},mode=1777`,
        ...(isPodman && { "/run": SEALED, "/var/tmp": SEALED }),
      },
      Ulimits: [
        { Name: "nofile", Soft: OPEN_FILES, Hard: OPEN_FILES },
        { Name: "core", Soft: 0, Hard: 0 },
      ],
      // An output flood must not grow the host's disk.
      LogConfig: { Type: "none", Config: {} },
      RestartPolicy: { Name: "no" },
      AutoRemove: false,
    },
  };
}
