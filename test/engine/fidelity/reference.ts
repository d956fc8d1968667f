import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { PROGRAM_FOLDER } from "#shared/languages.ts";
import type { ContainerSpec } from "../../../electron/core/engine/engine.ts";
import type { Ending, FidelityProgram } from "./fidelity-program.ts";

/**
 * Writes the files that its arguments carry (pairs of path and base64, up to `--`), then becomes the interpreter: the same
 * process with the same standard input, of which it has read nothing. The shell exports PWD and OLDPWD as soon as it
 * starts; `docker run` on an interpreter sets neither, so they are taken away again.
 */
const PLACE_AND_BECOME = `
set -e
mkdir -p ${PROGRAM_FOLDER}
cd ${PROGRAM_FOLDER}
while [ "$1" != -- ]; do
  case $1 in */*) mkdir -p "\${1%/*}" ;; esac
  printf %s "$2" | base64 -d >"$1"
  shift 2
done
shift
unset PWD OLDPWD
exec "$@"`;

/**
 * The options of `docker run` that ask for what a sandbox's specification asks for, but for what makes it Sandpit's: the
 * receiver's environment and the labels. Made from the specification, so that the two cannot drift apart.
 */
function toDockerRunFlags({ HostConfig: host, ...spec }: ContainerSpec): string[] {
  return [
    ...["--rm", "--interactive", "--pull=never", `--user=${spec.User}`, `--workdir=${spec.WorkingDir}`],
    ...[`--network=${host.NetworkMode}`, `--ipc=${host.IpcMode}`, `--shm-size=${host.ShmSize}`],
    ...[`--init=${host.Init}`, `--read-only=${host.ReadonlyRootfs}`, `--privileged=${host.Privileged}`],
    ...[`--memory=${host.Memory}`, `--memory-swap=${host.MemorySwap}`, `--cpus=${host.NanoCpus / 1e9}`],
    ...[`--pids-limit=${host.PidsLimit}`, `--log-driver=${host.LogConfig.Type}`, `--stop-signal=${spec.StopSignal}`],
    ...host.CapDrop.map((capability) => `--cap-drop=${capability}`),
    ...host.SecurityOpt.map((option) => `--security-opt=${option}`),
    ...Object.entries(host.Tmpfs).map(([path, options]) => `--tmpfs=${path}:${options}`),
    ...host.Ulimits.map(({ Name, Soft, Hard }) => `--ulimit=${Name}=${Soft}:${Hard}`),
  ];
}

/**
 * Runs a program in the plain interpreter, started by `docker run`.
 *
 * @param host The engine's address: the one that the core uses, which `docker` need not find by itself.
 */
export async function runReference(host: string, spec: ContainerSpec, program: FidelityProgram): Promise<Ending> {
  const { files, referenceFiles = {}, stdin = "" } = program;
  const [interpreter = ""] = spec.Cmd;
  const [entry = ""] = Object.keys(files);
  const placed = Object.entries({ ...files, ...referenceFiles }).flatMap(([path, content]) => [
    path,
    Buffer.from(content).toString("base64"),
  ]);
  const command = ["sh", "-c", PLACE_AND_BECOME, "sh", ...placed, "--", interpreter, `${PROGRAM_FOLDER}/${entry}`];
  const docker = spawn("docker", ["--host", host, "run", ...toDockerRunFlags(spec), spec.Image, ...command]);
  docker.stdin.on("error", () => {}); // a program may end without having read its input
  docker.stdin.end(stdin);
  const [stdout, stderr, exitCode] = await Promise.all([
    text(docker.stdout),
    text(docker.stderr),
    new Promise<number | null>((resolve, reject) => docker.once("error", reject).once("close", resolve)),
  ]);
  return { stdout, stderr, exitCode };
}
