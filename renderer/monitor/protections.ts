import { formatBytes } from "#shared/format.ts";
import type { ContainerDetails } from "#shared/monitor.ts";

/** One thing that the engine reports about a container's confinement. */
export interface Protection {
  /** In a learner's words. */
  title: string;
  /** As the engine calls it. */
  technical: string;
  /** `null` where it protects from nothing and takes nothing away. */
  holds: boolean | null;
}

/** The engine's report on a container, as what it means. Nothing is taken for granted: what is not reported does not hold. */
export function toProtections(details: ContainerDetails): Protection[] {
  const { networkMode, readOnlyRoot, user, capabilitiesDropped, capabilitiesAdded, privileged } = details;
  const { securityOptions, mounts, init, logDriver, summary, swapBytes } = details;
  const option = (name: string) => securityOptions.find((text) => text.startsWith(name));
  const isRoot = user === "" || /^(0|root)(:|$)/.test(user);
  const noNewPrivileges = option("no-new-privileges");
  const isFree = (name: string) => privileged || securityOptions.includes(`${name}=unconfined`);
  const shared = mounts.filter(({ type }) => type === "bind");
  const { memoryBytes, pids } = summary.limits;
  return [
    {
      title: networkMode === "none" ? "No network" : "Has a network",
      technical: `NetworkMode: ${networkMode}`,
      holds: networkMode === "none",
    },
    {
      title: isRoot ? "Runs as root" : "Runs as an ordinary user",
      technical: `User: ${user === "" ? "not set, so root" : user}`,
      holds: !isRoot,
    },
    {
      title: readOnlyRoot ? "Its file system is read-only" : "Its file system can be written",
      technical: `ReadonlyRootfs: ${readOnlyRoot}`,
      holds: readOnlyRoot,
    },
    {
      title: shared.length === 0 ? "Sees no folder of this computer" : "Sees folders of this computer",
      technical: shared.length === 0 ? "Binds: none" : `Binds: ${shared.map(({ source }) => source).join(", ")}`,
      holds: shared.length === 0,
    },
    {
      title: capabilitiesDropped.includes("ALL") ? "No special powers over the kernel" : "Some powers over the kernel",
      technical: toCapabilityText(capabilitiesDropped, capabilitiesAdded),
      holds: !privileged && capabilitiesDropped.includes("ALL") && capabilitiesAdded.length === 0,
    },
    {
      title: noNewPrivileges ? "Cannot gain powers" : "Could gain powers",
      technical: `SecurityOpt: ${noNewPrivileges ?? "no-new-privileges is not set"}`,
      holds: noNewPrivileges !== undefined && !noNewPrivileges.endsWith("false"),
    },
    {
      title: isFree("seccomp") ? "System calls are not filtered" : "System calls are filtered",
      technical: privileged ? "Privileged: true" : `Seccomp: ${option("seccomp") ?? "the engine’s default profile"}`,
      holds: !isFree("seccomp"),
    },
    {
      title: memoryBytes === null ? "May use all memory" : "Memory is bounded",
      technical:
        memoryBytes === null
          ? "Memory: no limit"
          : `Memory: ${formatBytes(memoryBytes)}, swap: ${swapBytes === null ? "not limited" : formatBytes(swapBytes)}`,
      holds: memoryBytes !== null,
    },
    {
      title: pids === null ? "May start any number of processes" : "Processes are bounded",
      technical: `PidsLimit: ${pids ?? "none"}`,
      holds: pids !== null,
    },
    {
      title: logDriver === "none" ? "Output fills no disk" : "Output is logged by the engine",
      technical: `LogDriver: ${logDriver}`,
      holds: logDriver === "none" ? true : null,
    },
    {
      title: init ? "Dead processes are cleared away" : "No init process",
      technical: `Init: ${init}`,
      holds: init ? true : null,
    },
  ];
}

function toCapabilityText(dropped: readonly string[], added: readonly string[]): string {
  const parts = [
    dropped.length > 0 ? `CapDrop: ${dropped.join(", ")}` : "CapDrop: none",
    ...(added.length > 0 ? [`CapAdd: ${added.join(", ")}`] : []),
  ];
  return parts.join("; ");
}
