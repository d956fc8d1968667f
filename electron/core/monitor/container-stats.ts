import type { ContainerSample } from "#shared/monitor.ts";
import type { RawStats } from "../engine/raw-stats.ts";

/** Readings closer together than this, as Podman's first two are, say nothing of a use per second. */
const SHORTEST_MS = 100;
/** How far an engine's own measure of the time that passed may be from the clock before the clock is believed. */
const CLOCK_TOLERANCE = 0.25;

/**
 * Turns the engine's statistics into one sample; `null` where they are of a container that does not run.
 *
 * The formulas are those of `docker stats` on Linux, so that both show the same numbers: docker/cli,
 * `cli/command/container/stats_helpers.go`, `calculateCPUPercentUnix`, `calculateMemUsageUnixNoCache` and
 * `calculateBlockIO`; the fields are described in the Docker Engine API under "Get container stats based on resource
 * usage", with what is missing on cgroup version 2.
 */
export function toContainerSample(id: string, stats: RawStats): ContainerSample | null {
  const usage = stats.memory_stats?.usage ?? 0;
  const cpu = stats.cpu_stats?.cpu_usage?.total_usage ?? 0;
  if (usage === 0 && cpu === 0) return null;
  const block = toBlockBytes(stats);
  const network = toNetworkBytes(stats);
  return {
    id,
    at: Date.parse(stats.read ?? "") || Date.now(),
    cpuPercent: toCpuPercent(stats),
    memoryBytes: toMemoryBytes(stats),
    memoryLimitBytes: toLimit(stats.memory_stats?.limit),
    processes: stats.pids_stats?.current ?? null,
    blockReadBytes: block?.read ?? null,
    blockWriteBytes: block?.write ?? null,
    networkReceivedBytes: network?.received ?? null,
    networkSentBytes: network?.sent ?? null,
  };
}

/**
 * Processor use since the reading before, where 100 is one whole processor: the container's time as a share of the
 * system's, times the number of processors. The system's time is that of all processors, busy or not, so it goes on at
 * the speed of the clock times their number. Podman counts only busy time there, which would make an idle machine's one
 * container look like all of it; what does not fit the clock is replaced by the clock.
 */
export function toCpuPercent({ cpu_stats: now, precpu_stats: before, read, preread }: RawStats): number | null {
  const previous = before?.cpu_usage?.total_usage ?? 0;
  const current = now?.cpu_usage?.total_usage ?? 0;
  const since = Date.parse(preread ?? "");
  const elapsedMs = Date.parse(read ?? "") - since;
  if (!(previous > 0) || !(since > 0) || elapsedMs < SHORTEST_MS) return null;
  const processors = now?.online_cpus || now?.cpu_usage?.percpu_usage?.length || 1;
  const used = Math.max(0, current - previous);
  const byClock = elapsedMs * 1e6 * processors;
  const bySystem = (now?.system_cpu_usage ?? 0) - (before?.system_cpu_usage ?? 0);
  const fits = Math.abs(bySystem - byClock) <= byClock * CLOCK_TOLERANCE;
  const passed = fits || !(byClock > 0) ? bySystem : byClock;
  return passed > 0 ? (used / passed) * processors * 100 : null;
}

/** Memory in use without the page cache that the kernel would give back: version 1 names it `total_inactive_file`. */
export function toMemoryBytes({ memory_stats: memory }: RawStats): number {
  const usage = memory?.usage ?? 0;
  const reclaimable = memory?.stats?.total_inactive_file ?? memory?.stats?.inactive_file ?? 0;
  return reclaimable < usage ? usage - reclaimable : usage;
}

/** A limit beyond what any machine has is none: version 1 says so with a number near 2^63, Podman with 2^64 - 1. */
const toLimit = (bytes: number | undefined): number | null => (bytes && bytes < 2 ** 60 ? Math.round(bytes) : null);

function toBlockBytes({ blkio_stats }: RawStats): { read: number; write: number } | null {
  const entries = blkio_stats?.io_service_bytes_recursive;
  if (!entries) return null;
  const sum = (wanted: string) =>
    entries.reduce((total, { op, value }) => (op?.toLowerCase() === wanted ? total + (value ?? 0) : total), 0);
  return { read: sum("read"), write: sum("write") };
}

function toNetworkBytes({ networks }: RawStats): { received: number; sent: number } | null {
  const interfaces = Object.values(networks ?? {});
  if (interfaces.length === 0) return null;
  return {
    received: interfaces.reduce((sum, { rx_bytes }) => sum + (rx_bytes ?? 0), 0),
    sent: interfaces.reduce((sum, { tx_bytes }) => sum + (tx_bytes ?? 0), 0),
  };
}
