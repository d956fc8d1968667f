import type { ContainerUsage } from "./engine.ts";
import type { RawStats } from "./raw-stats.ts";

/**
 * Reads a container's use from the engine's statistics. Processor time is in nanoseconds there. `max_usage` is the
 * kernel's own peak (`memory.max_usage_in_bytes`) and exists with cgroup v1 only. All zeros mean: it has exited.
 */
export function toContainerUsage(stats: RawStats): ContainerUsage | null {
  const cpu = stats.cpu_stats?.cpu_usage?.total_usage ?? 0;
  const memoryBytes = stats.memory_stats?.max_usage ?? stats.memory_stats?.usage ?? 0;
  return cpu > 0 && memoryBytes > 0 ? { cpuMs: cpu / 1e6, memoryBytes } : null;
}
