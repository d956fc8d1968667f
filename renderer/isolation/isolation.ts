import type { DoctorCheck } from "#shared/engine.ts";
import { formatBytes, formatDuration } from "#shared/format.ts";
import { DEFAULT_LIMITS, type Limits } from "#shared/limits.ts";
import type { StatusState } from "./status-state.ts";

/** The one thing the badge, the banner, the frame and the Run button agree on. */
export type Isolation = "checking" | "isolated" | "not_isolated" | "none";

/** Whether the next run would be isolated. */
export function toIsolation({ status }: StatusState): Isolation {
  if (!status) return "checking";
  if (status.backend === "docker") return "isolated";
  return status.backend === "local" ? "not_isolated" : "none";
}

/** What isolation lacks: protections that the engine was asked for and that are not in force. Empty while none is known. */
export function toFaults(state: StatusState): readonly DoctorCheck[] {
  return toIsolation(state) === "isolated" ? (state.status?.isolationFaults ?? []) : [];
}

/** The other machine that the next run would be on; `null` where it is this computer. */
export function toFarMachine(state: StatusState): string | null {
  const engine = state.status?.engine;
  return toIsolation(state) === "isolated" && engine?.state === "available" ? engine.machine : null;
}

/** What a program of this language may use. */
export const toLimitsInForce = (status: StatusState["status"], languageId: string | undefined): Limits =>
  status?.languageLimits[languageId ?? ""] ?? status?.limits ?? DEFAULT_LIMITS;

/** The words on the badge. */
export function toBadgeWords(state: StatusState, languageId: string | undefined): { title: string; facts: string[] } {
  const { status } = state;
  if (!status) return { title: "Checking", facts: ["looking for a container engine"] };
  const { engine } = status;
  switch (toIsolation(state)) {
    case "isolated": {
      const product =
        engine.state === "available" ? `${engine.product} ${toShortVersion(engine.version)}` : "container";
      const machine = toFarMachine(state);
      const place = machine === null ? [] : [`on ${machine}`];
      const far = machine === null || state.latencyMs === null ? [] : [formatDuration(state.latencyMs)];
      const faults = toFaults(state).length;
      if (faults > 0) {
        const words = `${faults} ${faults === 1 ? "protection is" : "protections are"} not in force`;
        return { title: "Isolated, with gaps", facts: [...place, product, words] };
      }
      const limitWords = toLimitWords(toLimitsInForce(status, languageId));
      return { title: "Isolated", facts: [...place, ...far, product, ...limitWords, "no network"] };
    }
    case "not_isolated": {
      const { wallMs, outputBytes } = toLimitsInForce(status, languageId);
      const limitWords = [formatDuration(wallMs), `${formatBytes(outputBytes)} of output`];
      return { title: "Not isolated", facts: ["programs run directly on this computer", ...limitWords] };
    }
    default:
      return { title: "Cannot run", facts: ["no container engine"] };
  }
}

/** `27.3.1` → `27.3`: the badge has no room for more, and the details have it all. */
export function toShortVersion(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

function toLimitWords({ memoryBytes, cpus, wallMs }: Limits): string[] {
  return [formatBytes(memoryBytes), `${cpus} CPU`, formatDuration(wallMs)];
}

/** A number stays in one line with its unit. */
const unbroken = (value: string): string => value.replaceAll(" ", "\u00a0");

export interface Protection {
  title: string;
  detail: string;
}

/** The bounds of a program without isolation, in words; only Linux bounds the memory of a mere process. */
export function toLocalBounds(limits: Limits, isLinux: boolean): Protection {
  const memory = isLinux ? `${unbroken(formatBytes(limits.memoryBytes))} of memory, ` : "";
  const rest = `${unbroken(formatDuration(limits.wallMs))}, ${unbroken(formatBytes(limits.outputBytes))} of output.`;
  return { title: "Bounded", detail: memory + rest };
}

/** What isolation would add for a program that has only `toLocalBounds`. */
export function toMissingProtections(limits: Limits, isLinux: boolean): Protection[] {
  const memory = isLinux ? "" : `${unbroken(formatBytes(limits.memoryBytes))} of memory, `;
  const detail = `${memory}${unbroken(`${limits.cpus} CPU`)}, ${unbroken(`${limits.pids} processes`)}.`;
  return toProtections(limits).map((one) => (one.title === "Bounded" ? { title: "More bounds", detail } : one));
}

/** What every isolated program is kept from, in words; `core/run/sandbox-spec.ts` is where it is done. */
export function toProtections(limits: Limits): Protection[] {
  return [
    { title: "No network", detail: "Nothing outside the container can be reached, or reach it." },
    { title: "No files of yours", detail: "Nothing of this computer is shared with the container." },
    { title: "Read-only file system", detail: "Only a small scratch folder in memory can be written." },
    { title: "An ordinary user", detail: "It does not run as root, has no capabilities, and cannot gain any." },
    { title: "Filtered system calls", detail: "The engine's seccomp profile blocks the dangerous ones." },
    {
      title: "Bounded",
      detail: `${unbroken(formatBytes(limits.memoryBytes))} of memory, ${unbroken(`${limits.cpus} CPU`)}, ${unbroken(`${limits.pids} processes`)}, ${unbroken(formatDuration(limits.wallMs))}, ${unbroken(formatBytes(limits.outputBytes))} of output.`,
    },
    { title: "Used once", detail: "Every run gets a fresh container, which is removed afterwards." },
  ];
}
