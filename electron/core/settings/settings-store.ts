import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  type SettingDefinition,
  type SettingEntry,
  type SettingKey,
  type Settings,
  type SettingUnit,
  type SettingValue,
} from "#shared/settings.ts";
import { toValueSchema } from "#shared/settings-schema.ts";
import { ABSENT, toStamp } from "./file-stamp.ts";
import { type MergedSettings, mergeSettings } from "./merge-settings.ts";
import type { PolicyFile } from "./policy.ts";
import { readPolicy } from "./read-policy.ts";
import { createSettingsFile } from "./settings-file.ts";

/** `origin`: whether this process made the change, or found it on disk. */
export type SettingsListener = (after: MergedSettings, before: MergedSettings, origin: "set" | "disk") => void;

/** What was in force just before a change, and what is since. Nothing else was changed in between. */
export interface SettingsChange {
  before: MergedSettings;
  after: MergedSettings;
}

/** How often a host that stays looks whether a file has changed. */
const LOOK_MS = 2_000;

export interface SettingsStore {
  /** What is in force, as last read. */
  current(): MergedSettings;
  /** For the user: what of the file cannot be used, why, and where it was set aside. */
  notice(): string | null;
  /** Reads again what has changed on disk: the user's file, and the policy. */
  refresh(): Promise<MergedSettings>;
  /**
   * Changes all that is named or nothing.
   * @throws SandpitError `policy_forbids` for what is locked or above a ceiling, `invalid_input` for what is out of range
   * and where the file is of a newer version, `internal` with the reason where the file cannot be written.
   */
  set(changes: Partial<Record<SettingKey, SettingValue | undefined>>): Promise<SettingsChange>;
  /** Back to the defaults: the named settings, or all that are not locked. */
  reset(keys: readonly SettingKey[] | undefined): Promise<SettingsChange>;
  /** Called after every change, from wherever it came. Returns the function that ends that. */
  onChanged(listener: SettingsListener): () => void;
  /** Notices by itself what others change on disk. Returns the function that ends that. */
  watch(): () => void;
}

interface SettingsStoreOptions {
  folder: string;
  /** Where a policy is looked for; the first that is there counts. */
  policyPaths: readonly string[];
}

/** Opens the settings: the user's in `settings.json`, under the policy of the machine. */
export async function openSettingsStore({ folder, policyPaths }: SettingsStoreOptions): Promise<SettingsStore> {
  const path = join(folder, "settings.json");
  const file = createSettingsFile(folder);
  const listeners = new Set<SettingsListener>();
  let user: Partial<Settings> = {};
  let stamps = "";
  let reading: Promise<MergedSettings> | null = null;
  /** Changes are made one after another, each on what the one before has left, also those of other processes. */
  let changing: Promise<unknown> = Promise.resolve();
  let merged: MergedSettings;

  const adopt = (policy: PolicyFile, origin: "set" | "disk"): MergedSettings => {
    const before = merged;
    merged = mergeSettings(user, policy);
    policyFile = policy;
    if (before && JSON.stringify(toComparable(before)) !== JSON.stringify(toComparable(merged))) {
      for (const listener of [...listeners]) listener(merged, before, origin);
    }
    return merged;
  };

  const read = async (): Promise<MergedSettings> => {
    const [stamp, ...others] = await Promise.all([path, ...policyPaths].map(toStamp));
    const now = [stamp, ...others].join(" ");
    if (now === stamps) return merged;
    const userHasChanged = stamps === "" || !stamps.startsWith(`${stamp} `);
    stamps = now;
    if (userHasChanged) user = await file.read();
    return adopt(await readPolicy(policyPaths), "disk");
  };
  const refresh = (): Promise<MergedSettings> => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };

  const changeAlone = async (work: (user: Partial<Settings>) => Partial<Settings>): Promise<SettingsChange> => {
    const unlock = await file.lock();
    try {
      // One that is under way may have looked before the lock was had.
      await reading;
      const before = await refresh();
      const next = work(user);
      await file.write(next);
      user = next;
      return { before, after: adopt(policyFile, "set") };
    } finally {
      await unlock();
    }
  };
  const change: typeof changeAlone = (work) => {
    const done = changing.then(() => changeAlone(work));
    changing = done.catch(() => {});
    return done;
  };

  let policyFile = await readPolicy(policyPaths);
  merged = mergeSettings({}, policyFile);
  await refresh();
  if (stamps.startsWith(ABSENT)) {
    const earlier = await readEarlierPreferences(folder);
    // A disk that is full or read-only keeps nothing from starting: they are tried again at the next start.
    if (Object.keys(earlier).length > 0) await change(() => earlier).catch(() => {});
  }

  return {
    current: () => merged,
    notice: file.notice,
    refresh,
    set: (changes) =>
      change((before) => {
        const named = Object.entries(changes).filter(([, value]) => value !== undefined) as [
          SettingKey,
          SettingValue,
        ][];
        for (const [key, value] of named) checkChange(merged.entries.get(key), key, value);
        // Whoever sets a default goes back to it: a setting is the user's own only where it is another.
        const own = Object.entries({ ...before, ...Object.fromEntries(named) });
        return Object.fromEntries(own.filter(([key, value]) => !(key in changes) || !isDefault(key, value)));
      }),
    reset: (keys) =>
      change((before) => {
        for (const key of keys ?? []) checkLock(merged.entries.get(key));
        const isKept = (key: SettingKey) =>
          keys === undefined ? merged.entries.get(key)?.lockedBy !== null : !keys.includes(key);
        return Object.fromEntries(Object.entries(before).filter(([key]) => isKept(key as SettingKey)));
      }),
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watch() {
      // Asked again and again: a folder that is not there yet cannot be watched, and of a link that leads nowhere,
      // a watcher of files sees no change.
      const timer = setInterval(() => void refresh().catch(() => {}), LOOK_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

const isDefault = (key: string, value: unknown): boolean => DEFAULT_SETTINGS[key as SettingKey] === value;

const toComparable = ({ entries, policy }: MergedSettings) => [[...entries.values()], policy];

/** The entries whose value, lock or range is another than before. */
export const changedEntries = (after: MergedSettings, before: MergedSettings): SettingEntry[] =>
  [...after.entries.values()].filter(
    (entry) => JSON.stringify(entry) !== JSON.stringify(before.entries.get(entry.key)),
  );

function checkLock(entry: SettingEntry | undefined): void {
  if (entry && entry.lockedBy !== null) {
    const { label } = SETTINGS[entry.key];
    throw new SandpitError(
      "policy_forbids",
      `"${label}" cannot be changed on this computer: ${entry.lockedBy} has locked it.`,
      {
        details: { key: entry.key, lockedBy: entry.lockedBy },
      },
    );
  }
}

const UNIT_WORDS: Readonly<Record<SettingUnit, string>> = {
  ms: " of milliseconds",
  bytes: " of bytes",
  cpus: " of processors",
  runs: "",
  runsPerMinute: " of runs a minute",
  days: " of days",
  processes: " of processes",
  pixels: " of pixels",
  port: "",
};

/** What a setting may be set to, in the units in which it is stored. */
function toPossible(definition: SettingDefinition): string {
  switch (definition.kind) {
    case "number": {
      const { unit, min, max, step } = definition;
      return `It takes a ${Number.isInteger(step) ? "whole number" : "number"}${UNIT_WORDS[unit]} from ${min} to ${max}.`;
    }
    case "choice":
      return `Choose one of: ${definition.choices.map((choice) => choice.value).join(", ")}.`;
    case "switch":
      return "It takes true or false.";
    case "text":
      return `It takes text of ${definition.maxLength} characters at the most, without control characters.`;
  }
}

function checkChange(entry: SettingEntry | undefined, key: SettingKey, value: SettingValue): void {
  checkLock(entry);
  const definition = SETTINGS[key];
  if (!toValueSchema(definition).safeParse(value).success) {
    throw new SandpitError(
      "invalid_input",
      `${key}: ${JSON.stringify(value)} is not possible. ${toPossible(definition)}`,
    );
  }
  const bounded = typeof value === "number" && entry && entry.ceilingBy !== null;
  if (bounded && entry.min !== null && entry.max !== null && (value > entry.max || value < entry.min)) {
    throw new SandpitError(
      "policy_forbids",
      `"${definition.label}" may be from ${entry.min} to ${entry.max} on this computer: ${entry.ceilingBy} has set it so.`,
      { details: { key, min: entry.min, max: entry.max } },
    );
  }
}

/** Theme and font size were once kept with the window's own state. */
async function readEarlierPreferences(folder: string): Promise<Partial<Settings>> {
  const text = await readFile(join(folder, "preferences.json"), "utf8").catch(() => "{}");
  try {
    const { theme, fontSize } = JSON.parse(text) as Record<string, unknown>;
    const earlier: [SettingKey, unknown][] = [
      ["window.theme", theme],
      ["window.fontSize", fontSize],
    ];
    const usable = earlier.filter(
      ([key, value]) => value !== SETTINGS[key].default && toValueSchema(SETTINGS[key]).safeParse(value).success,
    );
    return Object.fromEntries(usable);
  } catch {
    return {};
  }
}
