import { formatBytes, formatDuration } from "#shared/format.ts";
import { type Language, toLanguageLimits } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import {
  DEFAULT_SETTINGS,
  type PolicyStatus,
  SETTING_KEYS,
  SETTINGS,
  type SettingEntry,
  type SettingKey,
  type Settings,
  type SettingValue,
} from "#shared/settings.ts";
import type { Policy, PolicyFile } from "./policy.ts";

/** All settings as they are in force, with where each comes from. */
export interface MergedSettings {
  values: Settings;
  entries: ReadonlyMap<SettingKey, SettingEntry>;
  policy: PolicyStatus;
}

/** Settings in which 0 stands for "as many as one likes": below a ceiling there is no such thing. */
const ZERO_HAS_NO_BOUND: readonly SettingKey[] = [
  "rate.windowPerMinute",
  "rate.httpPerMinute",
  "abuse.runs",
  "queue.concurrency",
];

/** Puts defaults, what the user has set, and a policy together. The policy always wins. */
export function mergeSettings(user: Partial<Settings>, file: PolicyFile): MergedSettings {
  const policy = file.state === "none" ? null : file.policy;
  const entries = new Map(SETTING_KEYS.map((key) => [key, toEntry(key, user, policy)]));
  const values = Object.fromEntries([...entries].map(([key, { value }]) => [key, value])) as unknown as Settings;
  return { values, entries, policy: toStatus(file) };
}

function toEntry(key: SettingKey, user: Partial<Settings>, policy: Policy | null): SettingEntry {
  const lock = policy ? toLock(key, policy) : undefined;
  const chosen: SettingValue = lock ?? user[key] ?? DEFAULT_SETTINGS[key];
  const source = lock !== undefined ? "policy" : user[key] !== undefined ? "user" : "default";
  const lockedBy = lock !== undefined && policy ? policy.by : null;
  const definition = SETTINGS[key];
  if (definition.kind !== "number" || typeof chosen !== "number")
    return { key, value: chosen, source, lockedBy, min: null, max: null, ceilingBy: null };

  const ceiling = policy?.ceilings[key];
  if (ceiling === undefined || ceiling >= definition.max) {
    const zeroIsFree = ceiling === undefined || !ZERO_HAS_NO_BOUND.includes(key);
    if (zeroIsFree)
      return { key, value: chosen, source, lockedBy, min: definition.min, max: definition.max, ceilingBy: null };
  }
  const isUnbounded = ZERO_HAS_NO_BOUND.includes(key);
  const min = isUnbounded ? Math.max(1, definition.min) : definition.min;
  // A ceiling below what can be set at all means the least that can be.
  const max = Math.max(min, Math.min(definition.max, ceiling ?? definition.max));
  const value = isUnbounded && chosen === 0 ? max : Math.min(chosen, max);
  return {
    key,
    value,
    source: value === chosen ? source : "policy",
    lockedBy,
    min,
    max,
    ceilingBy: policy?.by ?? null,
  };
}

/** The value that a policy gives a setting; `undefined` where it leaves it alone. */
function toLock(key: SettingKey, policy: Policy): SettingValue | undefined {
  if (key === "backendPolicy" && policy.forbidsLocal !== null) return "docker";
  if ((key === "http.enabled" || key === "http.window") && policy.forbidsHttp !== null) return false;
  return policy.lock[key];
}

function toStatus(file: PolicyFile): PolicyStatus {
  const { state, path } = file;
  if (state === "none") {
    const rules = { forbidsLocal: null, forbidsHttp: null, forbidsUnsigned: null, trustedKeys: null };
    return { state, path, by: null, message: null, ...rules };
  }
  const { by, forbidsLocal, forbidsHttp, forbidsUnsigned, trustedKeys } = file.policy;
  const message =
    state === "broken"
      ? `The policy of this computer, ${path}, cannot be used: ${file.reason}. Until it is corrected, programs run only in containers, with the usual limits at the most, and the HTTP API is off.`
      : `${by} has set rules for this computer. What they lock cannot be changed here.`;
  return {
    state,
    path,
    by: state === "broken" ? null : by,
    message,
    forbidsLocal,
    forbidsHttp,
    forbidsUnsigned,
    trustedKeys,
  };
}

/** The limits that a run gets where it asks for nothing. */
export function toLimits(values: Settings): Limits {
  return {
    wallMs: values["limits.wallMs"],
    memoryBytes: values["limits.memoryBytes"],
    cpus: values["limits.cpus"],
    outputBytes: values["limits.outputBytes"],
    codeBytes: values["limits.codeBytes"],
    pids: values["limits.pids"],
  };
}

/** The limits that a run of a language gets where it asks for nothing: what the language needs, below every ceiling. */
export function toLimitsOf(language: Pick<Language, "needs">, { values, entries }: MergedSettings): Limits {
  const usual = toLimits(values);
  const wanted = toLanguageLimits(usual, language);
  const held = Object.entries(wanted).map(([name, value]) => {
    const limit = name as keyof Limits;
    const entry = entries.get(`limits.${limit}`);
    const max = entry?.lockedBy == null ? (entry?.max ?? Number.POSITIVE_INFINITY) : usual[limit];
    return [limit, Math.max(usual[limit], Math.min(value, max))];
  });
  return Object.fromEntries(held) as unknown as Limits;
}

/** A limit that a run asked for and may not have. */
export interface ExceededLimit {
  limit: keyof Limits;
  max: number;
  message: string;
}

/**
 * Whether a run may have the limits that it asks for: the first one that a policy has locked lower, or set a ceiling
 * below. Asking for less is always allowed.
 */
export function findExceeded(asked: Partial<Limits>, { entries }: MergedSettings): ExceededLimit | null {
  for (const [name, value] of Object.entries(asked)) {
    const limit = name as keyof Limits;
    const entry = entries.get(`limits.${limit}`);
    if (!entry || value === undefined) continue;
    const by = entry.lockedBy ?? entry.ceilingBy;
    const max = entry.lockedBy === null ? (entry.max ?? Number.POSITIVE_INFINITY) : Number(entry.value);
    if (by === null || value <= max) continue;
    const label = SETTINGS[`limits.${limit}`].label;
    const message = `${label} may be ${toWords(limit, max)} at the most here: ${by} has set it so. Ask for less, or for nothing.`;
    return { limit, max, message };
  }
  return null;
}

function toWords(limit: keyof Limits, value: number): string {
  if (limit === "wallMs") return formatDuration(value);
  return limit === "memoryBytes" || limit === "outputBytes" || limit === "codeBytes"
    ? formatBytes(value)
    : String(value);
}
