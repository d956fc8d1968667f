import * as z from "zod";
import type { DoctorCheck } from "#shared/engine.ts";
import { formatBytes } from "#shared/format.ts";
import type { Limits } from "#shared/limits.ts";

/** What a program inside a sandbox can find out about its own confinement. `null`: the kernel does not say. */
export const isolationSchema = z.object({
  uid: z.int(),
  capabilities: z.string(),
  noNewPrivileges: z.int(),
  seccomp: z.int(),
  interfaces: z.array(z.string()),
  rootWritable: z.boolean(),
  memoryBytes: z.int().nullable(),
  swapBytes: z.int().nullable(),
  cpus: z.number().nullable(),
  pids: z.int().nullable(),
});
export type Isolation = z.infer<typeof isolationSchema>;

/**
 * A Python program that prints an `Isolation` as JSON. It reads what the kernel enforces: `/proc/self/status` (proc(5))
 * and the control group files of version 1 or 2 (kernel documentation, admin-guide/cgroup-v1 and cgroup-v2).
 */
export const PYTHON_ISOLATION_PROBE = `
import json, os

def read(*paths):
    for path in paths:
        try:
            with open("/sys/fs/cgroup/" + path) as file:
                return file.read().strip()
        except OSError:
            pass
    return None

def number(text):
    return int(text) if text and text.isdigit() and int(text) < 1 << 60 else None

def cpus():
    quota, period = (read("cpu.max") or "").split() or (None, None)
    quota, period = quota or read("cpu/cpu.cfs_quota_us"), period or read("cpu/cpu.cfs_period_us")
    return int(quota) / int(period) if number(quota) else None

def root_writable():
    for folder in ("/", "/usr", "/etc", "/var/tmp", os.path.dirname(os.__file__)):
        try:
            with open(folder + "/sandpit-probe", "w"):
                return True
        except OSError:
            pass
    return False

status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
memory = number(read("memory.max", "memory/memory.limit_in_bytes"))
v2_swap, v1_both = read("memory.swap.max"), number(read("memory/memory.memsw.limit_in_bytes"))
print(json.dumps({
    "uid": os.getuid(),
    "capabilities": max(status[key].strip() for key in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")),
    "noNewPrivileges": int(status["NoNewPrivs"]),
    "seccomp": int(status["Seccomp"]),
    "interfaces": sorted(line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line),
    "rootWritable": root_writable(),
    "memoryBytes": memory,
    "swapBytes": number(v2_swap) if v2_swap is not None else v1_both - memory if v1_both and memory else None,
    "cpus": cpus(),
    "pids": number(read("pids.max", "pids/pids.max")),
}))
`;

/** Compares what holds inside a sandbox with what was asked for, one check a protection. */
export function toIsolationChecks(found: Isolation, limits: Limits): DoctorCheck[] {
  const check = (id: string, title: string, ok: boolean | null, detail: string): DoctorCheck => ({
    id: `isolation.${id}`,
    title,
    status: ok === null ? "warn" : ok ? "pass" : "fail",
    detail,
    ...(ok === true ? {} : { remedy: REMEDY }),
  });
  const limit = (id: string, title: string, value: number | null, asked: number, text: (value: number) => string) =>
    value === null
      ? check(id, title, null, "The engine silently ignores this limit, or the kernel does not show it.")
      : check(id, title, Math.abs(value - asked) <= asked * 0.01, `${text(value)} in force, ${text(asked)} asked for.`);

  return [
    check("user", "Programs run without administrator rights", found.uid !== 0, `User id ${found.uid}.`),
    check(
      "capabilities",
      "No kernel capabilities",
      /^0+$/.test(found.capabilities),
      `Capabilities ${found.capabilities}.`,
    ),
    check(
      "noNewPrivileges",
      "Privileges cannot be gained",
      found.noNewPrivileges === 1,
      `NoNewPrivs ${found.noNewPrivileges}.`,
    ),
    check("seccomp", "System calls are filtered", found.seccomp === 2, `Seccomp mode ${found.seccomp}.`),
    check(
      "network",
      "No network",
      found.interfaces.every((name) => name === "lo"),
      `Interfaces: ${found.interfaces.join(", ") || "none"}.`,
    ),
    check(
      "root",
      "The file system is read-only",
      !found.rootWritable,
      found.rootWritable ? "A file outside /tmp could be written." : "Nothing outside /tmp can be written.",
    ),
    limit("memory", "Memory limit", found.memoryBytes, limits.memoryBytes, formatBytes),
    limit("swap", "No swap beyond it", found.swapBytes, 0, formatBytes),
    limit("cpu", "Processor limit", found.cpus, limits.cpus, (value) => `${value} processors`),
    limit("pids", "Process limit", found.pids, limits.pids, (value) => `${value} processes`),
  ];
}

const REMEDY =
  "Use a current Docker engine with control groups enabled for your user. Until then, treat programs as if this protection did not exist.";
