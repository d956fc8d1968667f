import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { toContainerUsage } from "../../../../electron/core/engine/usage.ts";
import { isolationSchema, toIsolationChecks } from "../../../../electron/core/monitor/isolation-probe.ts";

describe("a container's use", () => {
  test("is the kernel's own peak with cgroup v1, the present use with v2", () => {
    const cpu_stats = { cpu_usage: { total_usage: 1_500_000_000 } };
    expect(toContainerUsage({ cpu_stats, memory_stats: { usage: 10, max_usage: 30 } })).toEqual({
      cpuMs: 1500,
      memoryBytes: 30,
    });
    expect(toContainerUsage({ cpu_stats, memory_stats: { usage: 10 } })).toEqual({ cpuMs: 1500, memoryBytes: 10 });
  });

  test("is unknown once it has exited", () => {
    expect(toContainerUsage({ cpu_stats: { cpu_usage: { total_usage: 0 } }, memory_stats: {} })).toBeNull();
    expect(toContainerUsage({})).toBeNull();
  });
});

describe("the isolation that was read back", () => {
  const { memoryBytes, cpus, pids } = DEFAULT_LIMITS;
  const sound = isolationSchema.parse({
    ...{ uid: 10001, capabilities: "0000000000000000", noNewPrivileges: 1, seccomp: 2, interfaces: ["lo"] },
    ...{ rootWritable: false, memoryBytes, swapBytes: 0, cpus, pids },
  });
  const statusOf = (changes: object, id: string) =>
    toIsolationChecks({ ...sound, ...changes }, DEFAULT_LIMITS).find((check) => check.id === `isolation.${id}`)?.status;

  test("passes where all is as asked for", () => {
    expect(toIsolationChecks(sound, DEFAULT_LIMITS).map(({ status }) => status)).toEqual(Array(10).fill("pass"));
  });

  test.each([
    [{ uid: 0 }, "user", "fail"],
    [{ capabilities: "00000000a80425fb" }, "capabilities", "fail"],
    [{ noNewPrivileges: 0 }, "noNewPrivileges", "fail"],
    [{ seccomp: 0 }, "seccomp", "fail"],
    [{ interfaces: ["eth0", "lo"] }, "network", "fail"],
    [{ rootWritable: true }, "root", "fail"],
    [{ memoryBytes: null }, "memory", "warn"],
    [{ memoryBytes: memoryBytes * 2 }, "memory", "fail"],
    [{ swapBytes: 1024 }, "swap", "fail"],
    [{ cpus: null }, "cpu", "warn"],
    [{ pids: 4096 }, "pids", "fail"],
  ])("%o makes %s %s", (changes, id, status) => {
    expect(statusOf(changes, id)).toBe(status);
  });
});
