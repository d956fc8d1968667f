import { unwatchFile, watchFile } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { SandpitError } from "#shared/errors.ts";
import { SETTINGS, type SettingEntry, type SettingKey, type Settings, type SettingValue } from "#shared/settings.ts";
import { someSettingsSchema, toValueSchema } from "#shared/settings-schema.ts";
import { createJsonDocument } from "../store/json-document.ts";
import { type MergedSettings, mergeSettings } from "./merge-settings.ts";
import { migrateSettings } from "./migrate-settings.ts";
import { type PolicyFile, toPolicyFile } from "./policy.ts";

/** A policy is a page of text; what is larger is none. */
const MAX_POLICY_BYTES = 1024 * 1024;

const documentSchema = z.preprocess(
  migrateSettings,
  z.strictObject({ version: z.literal(1), values: someSettingsSchema }),
);

/** `origin`: whether this process made the change, or found it on disk. */
export type SettingsListener = (after: MergedSettings, before: MergedSettings, origin: "set" | "disk") => void;

/** How often a host that stays looks whether a file has changed. */
const LOOK_MS = 2_000;

export interface SettingsStore {
  /** What is in force, as last read. */
  current(): MergedSettings;
  /** For the user: that the file was damaged, and where it is now. */
  notice(): string | null;
  /** Reads again what has changed on disk: the user's file, and the policy. */
  refresh(): Promise<MergedSettings>;
  /**
   * Changes all that is named or nothing.
   * @throws SandpitError `policy_forbids` for what is locked or above a ceiling, `invalid_input` for what is out of range,
   * `internal` where it cannot be saved.
   */
  set(changes: Partial<Record<SettingKey, SettingValue | undefined>>): Promise<MergedSettings>;
  /** Back to the defaults: the named settings, or all that are not locked. */
  reset(keys: readonly SettingKey[] | undefined): Promise<MergedSettings>;
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
  const document = createJsonDocument({
    folder,
    name: "settings",
    schema: documentSchema,
    label: "settings file",
    keepPrevious: false,
  });
  const listeners = new Set<SettingsListener>();
  let notice: string | null = null;
  let user: Partial<Settings> = {};
  let stamps = "";
  let reading: Promise<MergedSettings> | null = null;
  /** Changes are made one after another, each on what the one before has left. */
  let changing: Promise<unknown> = Promise.resolve();
  let merged: MergedSettings;

  const adopt = (file: PolicyFile, origin: "set" | "disk"): MergedSettings => {
    const before = merged;
    merged = mergeSettings(user, file);
    policyFile = file;
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
    if (userHasChanged) {
      const loaded = await document.load().catch((error: unknown) => ({
        value: null,
        notice: `The settings file ${path} cannot be read (${String(error)}), so the defaults are in force. Correct its permissions.`,
      }));
      notice = loaded.notice ?? notice;
      user = (loaded.value?.values ?? {}) as Partial<Settings>;
    }
    return adopt(await readPolicy(policyPaths), "disk");
  };
  const refresh = (): Promise<MergedSettings> => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };

  const change = (work: (user: Partial<Settings>) => Partial<Settings>): Promise<MergedSettings> => {
    const done = changing.then(async () => {
      await refresh();
      const after = work(user);
      await document.save({ version: 1, values: after }).catch((error: unknown) => {
        throw toSaveFailure(error, folder);
      });
      user = after;
      return adopt(policyFile, "set");
    });
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
    notice: () => notice,
    refresh,
    set: (changes) =>
      change((before) => {
        const named = Object.entries(changes).filter(([, value]) => value !== undefined) as [
          SettingKey,
          SettingValue,
        ][];
        for (const [key, value] of named) checkChange(merged.entries.get(key), key, value);
        return { ...before, ...Object.fromEntries(named) };
      }),
    reset: (keys) =>
      change((before) => {
        for (const key of keys ?? []) checkLock(merged.entries.get(key));
        const isReset = (key: string) => keys === undefined || keys.includes(key as SettingKey);
        return Object.fromEntries(Object.entries(before).filter(([key]) => !isReset(key)));
      }),
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watch() {
      // Asked for again and again, because a folder that is not there yet cannot be watched.
      const look = () => void refresh().catch(() => {});
      for (const file of [path, ...policyPaths]) watchFile(file, { interval: LOOK_MS, persistent: false }, look);
      return () => {
        for (const file of [path, ...policyPaths]) unwatchFile(file, look);
      };
    },
  };
}

function toSaveFailure(error: unknown, folder: string): SandpitError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  const why = isFull ? `the disk that holds ${folder} is full` : `${folder} cannot be written`;
  const how = isFull ? "Make room on it" : "Correct its permissions";
  return new SandpitError("internal", `The setting was not saved: ${why}. ${how}, then try again.`, { cause: error });
}

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

function checkChange(entry: SettingEntry | undefined, key: SettingKey, value: SettingValue): void {
  checkLock(entry);
  const definition = SETTINGS[key];
  const parsed = toValueSchema(definition).safeParse(value);
  if (!parsed.success) {
    const range = definition.kind === "number" ? ` It takes a number from ${definition.min} to ${definition.max}.` : "";
    const choices =
      definition.kind === "choice"
        ? ` Choose one of: ${definition.choices.map((choice) => choice.value).join(", ")}.`
        : "";
    const problem = range || choices ? "" : ` ${parsed.error.issues[0]?.message ?? ""}`;
    throw new SandpitError(
      "invalid_input",
      `${key}: ${JSON.stringify(value)} is not possible.${range}${choices}${problem}`,
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

const ABSENT = "absent";

/** Changes whenever a file does. */
const toStamp = (path: string): Promise<string> =>
  stat(path, { bigint: true }).then(
    ({ mtimeNs, size, ino }) => `${mtimeNs}-${size}-${ino}`,
    (error: unknown) => (isMissing(error) ? ABSENT : `unreadable-${String(error)}`),
  );

async function readPolicy(paths: readonly string[]): Promise<PolicyFile> {
  for (const path of paths) {
    try {
      const { size } = await stat(path);
      if (size > MAX_POLICY_BYTES) return toPolicyFile(path, { failure: "it is too large" });
      return toPolicyFile(path, { text: await readFile(path, "utf8") });
    } catch (error) {
      if (isMissing(error)) continue;
      return toPolicyFile(path, {
        failure: error instanceof Error && "code" in error ? String(error.code) : String(error),
      });
    }
  }
  return toPolicyFile(paths[0] ?? "", { text: null });
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

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
