import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RawStats } from "../../../../electron/core/engine/raw-stats.ts";
import { toContainerSample, toCpuPercent, toMemoryBytes } from "../../../../electron/core/monitor/container-stats.ts";

const recorded = async (name: string): Promise<RawStats> =>
  JSON.parse(await readFile(join(import.meta.dirname, "fixtures", `${name}.json`), "utf8"));

describe("recorded statistics", () => {
  test.each([
    // (2061849938 - 1562119974) / (29661470000000 - 29659450000000) × 2 processors × 100
    ["docker-cgroup-v1", 49.478214, 108756992, 268435456, 1],
    // usage - inactive_file = 83562496 - 48271360; a limit of 2^64 - 1 is none
    ["docker-cgroup-v2", 0.066864, 35291136, null, null],
    // (3011497586 - 1337052795) / (7597817549306 - 7587813870322) × 2 × 100: it was recorded on a machine with no idle time
    ["podman-cgroup-v1", 33.476579, 108109824, 268435456, 1],
  ] as const)("%s", async (name, cpuPercent, memoryBytes, memoryLimitBytes, processes) => {
    const sample = toContainerSample("id", await recorded(name));
    expect(sample).toMatchObject({ id: "id", memoryBytes, memoryLimitBytes, processes });
    expect(sample?.cpuPercent).toBeCloseTo(cpuPercent, 5);
  });

  test.each(["docker-first-reading", "podman-first-reading"])("%s has no use of the processor yet", async (name) => {
    expect(toContainerSample("id", await recorded(name))).toMatchObject({ cpuPercent: null });
  });

  test("input and output are summed over devices", async () => {
    expect(toContainerSample("id", await recorded("docker-cgroup-v2"))).toMatchObject({
      blockReadBytes: 96346112,
      blockWriteBytes: 131072,
      networkReceivedBytes: null,
    });
  });
});

describe("memory", () => {
  test.each<[string, RawStats["memory_stats"], number]>([
    ["version 1 leaves out what it calls total_inactive_file", { usage: 100, stats: { total_inactive_file: 30 } }, 70],
    [
      "which counts more than the container's own",
      { usage: 100, stats: { total_inactive_file: 30, inactive_file: 5 } },
      70,
    ],
    ["version 2 leaves out inactive_file", { usage: 100, stats: { inactive_file: 40 } }, 60],
    ["a cache larger than the use is not believed", { usage: 100, stats: { inactive_file: 140 } }, 100],
    ["Podman tells no cache", { usage: 100 }, 100],
    ["nothing", undefined, 0],
  ])("%s", (_, memory_stats, bytes) => {
    expect(toMemoryBytes({ ...(memory_stats && { memory_stats }) })).toBe(bytes);
  });
});

describe("processor", () => {
  const second = { preread: "2026-01-01T00:00:00Z", read: "2026-01-01T00:00:01Z" };
  const cpu = (total_usage: number, system_cpu_usage: number, online_cpus = 4) => ({
    cpu_usage: { total_usage },
    system_cpu_usage,
    online_cpus,
  });
  test.each<[string, RawStats, number | null]>([
    ["one of four", { ...second, cpu_stats: cpu(2e9, 4e9), precpu_stats: cpu(1e9, 1) }, 100],
    ["two of four", { ...second, cpu_stats: cpu(3e9, 4e9), precpu_stats: cpu(1e9, 1) }, 200],
    ["idle", { ...second, cpu_stats: cpu(1e9, 4e9), precpu_stats: cpu(1e9, 1) }, 0],
    ["counted anew after a restart", { ...second, cpu_stats: cpu(5e8, 4e9), precpu_stats: cpu(1e9, 1) }, 0],
    [
      "a system's time that is not that of the clock",
      { ...second, cpu_stats: cpu(2e9, 1e9), precpu_stats: cpu(1e9, 1) },
      100,
    ],
    [
      "the first reading",
      { preread: "0001-01-01T00:00:00Z", read: second.read, cpu_stats: cpu(2e9, 4e9), precpu_stats: cpu(0, 0) },
      null,
    ],
    ["nothing", {}, null],
  ])("%s", (_, stats, percent) => {
    const found = toCpuPercent(stats);
    if (percent === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(percent, 3);
  });

  test("of a container that does not run there is no sample", () => {
    expect(toContainerSample("id", { read: second.read, cpu_stats: {}, memory_stats: {} })).toBeNull();
  });
});
