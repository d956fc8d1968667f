import { DEFAULT_LIMITS, LIMIT_RANGES, type Limits } from "./limits.ts";
import type { BackendPolicy } from "./run.ts";

const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;

/** What a setting's value may be, and how it is shown. Ranges are inclusive; `unit` says what the number counts. */
export type SettingKind =
  | { kind: "choice"; choices: readonly { value: string; label: string }[] }
  | { kind: "number"; unit: SettingUnit; min: number; max: number; step: number }
  | { kind: "switch" }
  | { kind: "text"; maxLength: number; placeholder: string };

export type SettingUnit = "ms" | "bytes" | "cpus" | "runs" | "runsPerMinute" | "days" | "processes" | "pixels" | "port";

export type SettingValue = string | number | boolean;

/** One setting, with all that a screen or a terminal says about it. */
export type SettingDefinition = SettingKind & {
  group: SettingGroupId;
  label: string;
  /** What it does, in a sentence or two. */
  doc: string;
  /** Other words that people look for it by, beside those of the sentences. */
  keywords?: string;
  /** What a change costs, or what it changes for others; empty where it costs nothing. */
  cost: string;
  default: SettingValue;
};

export type SettingGroupId = "appearance" | "isolation" | "limits" | "speed" | "rate" | "history" | "http";

/** In the order in which they are shown. */
export const SETTING_GROUPS: readonly { id: SettingGroupId; label: string; doc: string }[] = [
  { id: "appearance", label: "Appearance", doc: "How the window looks on this computer." },
  { id: "isolation", label: "Isolation", doc: "Where programs run, and in which container engine." },
  { id: "limits", label: "Limits", doc: "What one program may use, unless its run asks for less." },
  { id: "speed", label: "Speed", doc: "What is kept ready, and how many programs run at a time." },
  {
    id: "rate",
    label: "Rate limits",
    doc: "How often programs may be started, and when too many of them meet their limits.",
  },
  { id: "history", label: "History", doc: "How long runs and the audit trail are kept." },
  { id: "http", label: "HTTP API", doc: "The interface for other programs on this computer." },
];

type LimitKey = `limits.${keyof Limits}`;

/** Every setting, by its name in `settings.json`, in a policy and on the command line. */
export interface Settings extends Record<LimitKey, number> {
  "window.theme": "system" | "light" | "dark";
  "window.fontSize": number;
  backendPolicy: BackendPolicy;
  "engine.address": string;
  "pool.size": number;
  "pool.idleMs": number;
  "queue.concurrency": number;
  "queue.waiting": number;
  "rate.windowPerMinute": number;
  "rate.httpPerMinute": number;
  "abuse.runs": number;
  "abuse.withinMs": number;
  "retention.days": number;
  "retention.runs": number;
  "retention.bytes": number;
  "retention.auditDays": number;
  "http.window": boolean;
  "http.enabled": boolean;
  "http.port": number;
}
export type SettingKey = keyof Settings;

/** Limits of which a single run may not ask for more than this setting's `max` (a policy can lower it). */
const limit = (key: keyof Limits, unit: SettingUnit, step: number) =>
  ({ kind: "number", group: "limits", unit, step, ...LIMIT_RANGES[key], default: DEFAULT_LIMITS[key] }) as const;

/**
 * Every setting with its words, range and default: the one place to add another. Free of zod, so that the window shows
 * settings without it; `settings-schema.ts` makes the schema out of this.
 */
export const SETTINGS: Readonly<Record<SettingKey, SettingDefinition>> = {
  "window.theme": {
    kind: "choice",
    group: "appearance",
    label: "Theme",
    doc: "The colours of the window.",
    keywords: "color colors night mode appearance",
    cost: "",
    choices: [
      { value: "system", label: "Like the system" },
      { value: "light", label: "Light" },
      { value: "dark", label: "Dark" },
    ],
    default: "system",
  },
  "window.fontSize": {
    kind: "number",
    group: "appearance",
    label: "Font size",
    doc: "The size of code and output, in pixels.",
    keywords: "text zoom larger smaller",
    cost: "",
    ...{ unit: "pixels", min: 10, max: 32, step: 1, default: 14 },
  },
  backendPolicy: {
    kind: "choice",
    group: "isolation",
    label: "Where programs run",
    keywords: "backend docker podman sandbox local",
    doc: "Automatic uses the container engine and, where there is none, asks before it runs a program without isolation.",
    cost: "Without isolation a program can read and change your files and use your network.",
    choices: [
      { value: "auto", label: "Automatic" },
      { value: "docker", label: "Only in a container" },
      { value: "local", label: "Only without isolation" },
    ],
    default: "auto",
  },
  "engine.address": {
    kind: "text",
    group: "isolation",
    label: "Engine address",
    keywords: "docker podman host socket remote",
    doc: "Where the container engine is: unix:///var/run/docker.sock, another machine's ssh://user@host or tcp://host:2376, or context:NAME for one of Docker's contexts. Empty: Sandpit finds it.",
    cost: "Sandboxes that wait are removed, and images are built anew on another engine. Programs, and what is typed into them, go to the machine that the engine is on.",
    ...{ maxLength: 500, placeholder: "found automatically", default: "" },
  },
  "limits.wallMs": {
    ...limit("wallMs", "ms", 1_000),
    label: "Time",
    keywords: "timeout seconds duration wall-clock",
    doc: "How long a program may run, by the clock on the wall. Waiting for input counts.",
    cost: "More time keeps a program that hangs, and the place it takes, for longer.",
  },
  "limits.memoryBytes": {
    ...limit("memoryBytes", "bytes", 32 * MIB),
    label: "Memory",
    keywords: "ram megabytes mb",
    doc: "How much memory a program may use, files in /tmp included. There is no swap beyond it.",
    cost: "Every program that runs at the same time, and every sandbox that waits, may take this much of your computer's memory.",
  },
  "limits.cpus": {
    ...limit("cpus", "cpus", 0.1),
    label: "Processor",
    keywords: "cpu cores",
    doc: "How much of the processor a program may use: 0.5 is half of one core.",
    cost: "More makes programs faster, and your computer slower while they run.",
  },
  "limits.outputBytes": {
    ...limit("outputBytes", "bytes", 1_024),
    label: "Output",
    keywords: "stdout stderr print kilobytes kb",
    doc: "How much a program may print, standard output and standard error together.",
    cost: "History keeps all output, so it grows faster; very long output makes the window slower.",
  },
  "limits.codeBytes": {
    ...limit("codeBytes", "bytes", 1_024),
    label: "Code",
    keywords: "source size kilobytes kb",
    doc: "How large a program may be, all its files together.",
    cost: "History keeps the code of every run, so it grows faster.",
  },
  "limits.pids": {
    ...limit("pids", "processes", 1),
    label: "Processes",
    keywords: "pids threads fork",
    doc: "How many processes and threads a program may have at a time.",
    cost: "A program that starts copies of itself can start this many. Node.js needs about 12 for itself.",
  },
  "pool.size": {
    kind: "number",
    group: "speed",
    label: "Waiting sandboxes",
    keywords: "pool warm",
    doc: "How many sandboxes wait for each language in use, so that a program starts at once. 0: none; every run then starts its own.",
    cost: "Each holds about 10 to 40 MB of memory while it waits.",
    ...{ unit: "runs", min: 0, max: 8, step: 1, default: 2 },
  },
  "pool.idleMs": {
    kind: "number",
    group: "speed",
    label: "Keep waiting for",
    keywords: "pool idle minutes timeout",
    doc: "Without a run for this long, the waiting sandboxes of a language are removed.",
    cost: "The first run after a break starts slower where this is short.",
    ...{ unit: "ms", min: MINUTE_MS, max: 24 * 60 * MINUTE_MS, step: MINUTE_MS, default: 10 * MINUTE_MS },
  },
  "queue.concurrency": {
    kind: "number",
    group: "speed",
    label: "Programs at a time",
    keywords: "concurrency parallel queue",
    doc: "How many programs may run at the same time. 0: as many as this computer has processors, at least two.",
    cost: "Programs at the same time share the computer: each gets slower, and each may use its whole memory limit.",
    ...{ unit: "runs", min: 0, max: 64, step: 1, default: 0 },
  },
  "queue.waiting": {
    kind: "number",
    group: "speed",
    label: "Programs that may wait",
    keywords: "queue",
    doc: "How many more programs may wait for their turn. Beyond that, a run is refused.",
    cost: "A long queue makes the last in it wait for long.",
    ...{ unit: "runs", min: 0, max: 1_000, step: 1, default: 32 },
  },
  "rate.windowPerMinute": {
    kind: "number",
    group: "rate",
    label: "Runs a minute in the window",
    doc: "How many programs the window may start in a minute. 0: as many as it likes. The command line has no such limit.",
    cost: "",
    ...{ unit: "runsPerMinute", min: 0, max: 6_000, step: 1, default: 30 },
  },
  "rate.httpPerMinute": {
    kind: "number",
    group: "rate",
    label: "Runs a minute over HTTP",
    doc: "How many programs all clients of the HTTP API together may start in a minute. 0: as many as they like.",
    cost: "Without a limit, one script can keep this computer busy.",
    ...{ unit: "runsPerMinute", min: 0, max: 6_000, step: 1, default: 60 },
  },
  "abuse.runs": {
    kind: "number",
    group: "rate",
    label: "Flag after",
    keywords: "abuse",
    doc: "How many runs from one place must meet the same limit before a flag is raised. 0: never.",
    cost: "",
    ...{ unit: "runs", min: 0, max: 1_000, step: 1, default: 5 },
  },
  "abuse.withinMs": {
    kind: "number",
    group: "rate",
    label: "Within",
    keywords: "abuse minutes",
    doc: "The time in which those runs must happen to raise a flag.",
    cost: "",
    ...{ unit: "ms", min: MINUTE_MS, max: 24 * 60 * MINUTE_MS, step: MINUTE_MS, default: 10 * MINUTE_MS },
  },
  "retention.days": {
    kind: "number",
    group: "history",
    label: "Keep runs for",
    keywords: "retention age delete",
    doc: "Runs that are older are removed, at start and once a day.",
    cost: "A shorter time removes runs at once, and for good.",
    ...{ unit: "days", min: 1, max: 3_650, step: 1, default: 90 },
  },
  "retention.runs": {
    kind: "number",
    group: "history",
    label: "Keep at most",
    keywords: "retention count delete",
    doc: "How many runs are kept; the oldest are removed first.",
    cost: "A smaller number removes runs at once, and for good.",
    ...{ unit: "runs", min: 100, max: 1_000_000, step: 100, default: 10_000 },
  },
  "retention.bytes": {
    kind: "number",
    group: "history",
    label: "Use at most",
    keywords: "retention size disk space delete megabytes mb",
    doc: "How much disk the code and output of all runs may take; the oldest are removed first. The search index comes on top, with about four times the code's size.",
    cost: "A smaller size removes runs at once, and for good.",
    ...{ unit: "bytes", min: 8 * MIB, max: 16_384 * MIB, step: 8 * MIB, default: 256 * MIB },
  },
  "retention.auditDays": {
    kind: "number",
    group: "history",
    label: "Keep the audit trail for",
    keywords: "retention",
    doc: "Older records of the audit trail are removed from its beginning; what is left can still be verified.",
    cost: "A shorter time removes records at once, and for good.",
    ...{ unit: "days", min: 1, max: 3_650, step: 1, default: 365 },
  },
  "http.window": {
    kind: "switch",
    group: "http",
    label: "In the window",
    doc: "Whether other programs on this computer may run code with a token while the window of the desktop application is open. Never without isolation.",
    cost: "Every program of yours that knows the token can start runs.",
    default: false,
  },
  "http.enabled": {
    kind: "switch",
    group: "http",
    label: "On the command line",
    doc: "Whether `sandpit serve` answers other programs on this computer that run code with a token. The window in a browser does not need it.",
    cost: "Every program of yours that knows the token can start runs.",
    default: true,
  },
  "http.port": {
    kind: "number",
    group: "http",
    label: "Port",
    doc: "The port on this computer's own address that the window and `sandpit serve` take first. 0: any that is free.",
    cost: "Clients must be told the new address.",
    ...{ unit: "port", min: 0, max: 65_535, step: 1, default: 47_311 },
  },
};

export const SETTING_KEYS: readonly SettingKey[] = Object.keys(SETTINGS) as SettingKey[];

/** The defaults, as one value. */
export const DEFAULT_SETTINGS: Settings = Object.fromEntries(
  Object.entries(SETTINGS).map(([key, { default: value }]) => [key, value]),
) as unknown as Settings;

/** One setting as it is in force here. */
export interface SettingEntry {
  key: SettingKey;
  value: SettingValue;
  /** Where the value comes from: nobody has set it, the user has, or a policy has. */
  source: "default" | "user" | "policy";
  /** Who locked it, in the words of the policy; `null` where the user may change it. */
  lockedBy: string | null;
  /** The range in force, which a policy may have narrowed; `null` where the setting is no number. */
  min: number | null;
  max: number | null;
  /** Who lowered `max`; `null` where it is Sandpit's own. */
  ceilingBy: string | null;
}

/** The machine-wide policy, as far as a user needs to know. */
export interface PolicyStatus {
  /** `none`: there is no such file. `broken`: it cannot be used, so the strictest rules hold. */
  state: "none" | "in_force" | "broken";
  path: string;
  /** Who set it, in the policy's own words. */
  by: string | null;
  /** For the user: what it means here, and, where it is broken, why. */
  message: string | null;
  /** Why programs may not run without isolation; `null` where they may. */
  forbidsLocal: string | null;
  /** Why the HTTP API may not be switched on; `null` where it may. */
  forbidsHttp: string | null;
  /** Why bundles that nobody has signed may not be imported; `null` where they may. */
  forbidsUnsigned: string | null;
  /** The only keys whose bundles may be imported; `null` where users decide whom they trust. */
  trustedKeys: string[] | null;
}
