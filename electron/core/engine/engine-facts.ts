import type { EngineFacts } from "./engine.ts";

/** The parts of the engine's answers to `/version` and `/info` that are used. */
export interface RawVersion {
  Components?: { Name?: string; Version?: string }[] | null;
}
export interface RawInfo {
  CgroupVersion?: string;
  CgroupDriver?: string;
  SecurityOptions?: string[] | null;
  DockerRootDir?: string;
  SystemTime?: string;
  Name?: string;
  RuncCommit?: { ID?: string };
}

/**
 * Reads what an engine says of itself. Docker lists `runc` among its components; Podman names its runtime (`crun` or
 * `runc`) under "OCI Runtime (crun)" with the whole output of its `--version`.
 */
export function toEngineFacts(version: RawVersion, info: RawInfo): EngineFacts {
  const text = (value: string | undefined) => value || null;
  return {
    runtime: toRuntime(version, info),
    cgroupVersion: text(info.CgroupVersion),
    cgroupDriver: text(info.CgroupDriver),
    securityOptions: info.SecurityOptions ?? [],
    rootFolder: text(info.DockerRootDir),
    systemTime: text(info.SystemTime),
    hostName: text(info.Name),
  };
}

function toRuntime({ Components }: RawVersion, info: RawInfo): EngineFacts["runtime"] {
  for (const { Name = "", Version = "" } of Components ?? []) {
    const name = /\b(runc|crun|youki|kata|runsc)\b/.exec(Name)?.[1];
    const version = /\d+\.\d+(\.\d+)?[^\s,]*/.exec(Version)?.[0];
    if (name && version) return { name, version };
  }
  // Debian fills in the version where others have a commit.
  const commit = /^v?(\d+\.\d+\.\d+\S*)/.exec(info.RuncCommit?.ID ?? "")?.[1];
  return commit ? { name: "runc", version: commit } : null;
}
