import type { ContainerDetails, ContainerSummary } from "#shared/monitor.ts";
import type { ContainerInspection } from "../engine/engine.ts";

/** What a container was started with, as its engine reports it. A limit of 0 or -1 is none. */
export function toContainerDetails(
  summary: ContainerSummary,
  { State, Config, HostConfig: host, Mounts }: ContainerInspection,
): ContainerDetails {
  const swapBytes =
    host.MemorySwap && host.MemorySwap > 0 && host.Memory ? Math.max(0, host.MemorySwap - host.Memory) : null;
  return {
    summary,
    command: [...(Config.Entrypoint ?? []), ...(Config.Cmd ?? [])].join(" "),
    user: Config.User ?? "",
    pid: State.Pid || null,
    restartPolicy: host.RestartPolicy?.Name || "no",
    networkMode: host.NetworkMode || "default",
    readOnlyRoot: host.ReadonlyRootfs ?? false,
    privileged: host.Privileged ?? false,
    init: host.Init ?? false,
    capabilitiesDropped: host.CapDrop ?? [],
    capabilitiesAdded: host.CapAdd ?? [],
    securityOptions: host.SecurityOpt ?? [],
    swapBytes,
    shmBytes: host.ShmSize && host.ShmSize > 0 ? host.ShmSize : null,
    logDriver: host.LogConfig?.Type || "default",
    mounts: (Mounts ?? []).map(({ Type, Source, Destination, RW }) => ({
      type: Type ?? "",
      source: Source ?? "",
      destination: Destination ?? "",
      readOnly: RW === false,
    })),
    tmpfs: Object.entries(host.Tmpfs ?? {}).map(([path, options]) => ({ path, options })),
    ulimits: (host.Ulimits ?? []).map(({ Name, Soft, Hard }) => ({ name: Name, soft: Soft, hard: Hard })),
    labels: Config.Labels ?? {},
  };
}
