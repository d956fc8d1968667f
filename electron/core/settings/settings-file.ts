import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { SandpitError } from "#shared/errors.ts";
import { SETTINGS, type SettingKey, type Settings } from "#shared/settings.ts";
import { toValueSchema } from "#shared/settings-schema.ts";
import { toErrorCode } from "../error-code.ts";
import { createJsonDocument } from "../store/json-document.ts";
import { takeProcessLock } from "../store/process-lock.ts";
import { migrateSettings, SETTINGS_VERSION } from "./migrate-settings.ts";

/** The most faults of a file that a notice names. */
const MAX_NAMED = 5;
const MAX_TEXT = 60;

// Each value is judged by itself: one that cannot be used must not take the others with it.
const documentSchema = z.preprocess(
  migrateSettings,
  z.union([
    z.looseObject({ version: z.literal(SETTINGS_VERSION), values: z.record(z.string(), z.unknown()) }),
    z.looseObject({ version: z.int().min(SETTINGS_VERSION + 1) }),
  ]),
);

/** The user's own settings, in `settings.json`. */
export interface SettingsFile {
  /** What can be used of the file. Never throws: `notice` says what cannot. */
  read(): Promise<Partial<Settings>>;
  /**
   * Keeps other processes from changing the file until the function is called with which this resolves.
   * @throws SandpitError `internal` where they do not let go of it, and where nothing can be written.
   */
  lock(): Promise<() => Promise<void>>;
  /**
   * Replaces what was read. A file of which something could not be used is kept aside first.
   * @throws SandpitError `invalid_input` where a newer version wrote the file, `internal` where it could not be read or
   * cannot be written.
   */
  write(values: Partial<Settings>): Promise<void>;
  /** For the user: what of the file cannot be used, and where it was set aside. */
  notice(): string | null;
}

/** The settings file of a home folder. Nothing in it is lost without a word. */
export function createSettingsFile(folder: string): SettingsFile {
  const path = join(folder, "settings.json");
  const document = createJsonDocument({
    folder,
    name: "settings",
    schema: documentSchema,
    label: "settings file",
    keepPrevious: false,
  });
  /** What is wrong with the file that is there. */
  let state: FileState = { kind: "good" };
  /** What was set aside by this process stays said: the file that could say it is gone. */
  let aside: string | null = null;

  return {
    async read() {
      const { value, notice, isInPlace } = await document.load();
      if (isInPlace && notice !== null) {
        state = { kind: "unread", notice };
        return {};
      }
      aside = notice ?? aside;
      const { values, faults, isNewer } = toUsable(value ?? {});
      if (isNewer) state = { kind: "newer", notice: toNewerNotice(path) };
      else state = faults.length > 0 ? { kind: "faulty", notice: toFaultNotice(path, faults) } : { kind: "good" };
      return values;
    },

    async lock() {
      try {
        return await takeProcessLock(join(folder, "settings.lock"));
      } catch (error) {
        if (error instanceof SandpitError) throw error;
        throw new SandpitError("internal", toWriteProblem(error, folder), { cause: error });
      }
    },

    async write(values) {
      if (state.kind === "newer") throw new SandpitError("invalid_input", `Nothing was changed. ${state.notice}`);
      if (state.kind === "unread") throw new SandpitError("internal", `Nothing was changed. ${state.notice}`);
      try {
        if (state.kind === "faulty") {
          const kept = toKeptName();
          await copyFile(path, join(folder, kept));
          aside = `${state.notice} The file as it was is kept as ${kept} in ${folder}.`;
        }
        await document.save({ version: SETTINGS_VERSION, values });
        state = { kind: "good" };
      } catch (error) {
        throw new SandpitError("internal", toWriteProblem(error, folder), { cause: error });
      }
    },

    notice: () => ("notice" in state ? state.notice : aside),
  };
}

type FileState = { kind: "good" } | { kind: "faulty" | "newer" | "unread"; notice: string };

interface Usable {
  values: Partial<Settings>;
  /** What cannot be used, in words. */
  faults: string[];
  isNewer: boolean;
}

/** The settings of a document that this version knows and that may have their value; the others are faults. */
function toUsable(document: Record<string, unknown>): Usable {
  const { version, values, ...others } = document;
  const usable: [string, unknown][] = [];
  const faults = Object.keys(others).map((name) => `${toShort(name)} (unknown)`);
  for (const [key, value] of Object.entries(typeof values === "object" && values !== null ? values : {})) {
    if (!Object.hasOwn(SETTINGS, key)) faults.push(`${toShort(key)} (no such setting)`);
    else if (toValueSchema(SETTINGS[key as SettingKey]).safeParse(value).success) usable.push([key, value]);
    else faults.push(`${key} (${toShort(JSON.stringify(value))} is not possible)`);
  }
  const isNewer = typeof version === "number" && version > SETTINGS_VERSION;
  return { values: Object.fromEntries(usable) as Partial<Settings>, faults, isNewer };
}

const toShort = (text: string): string => {
  const plain = text.replaceAll(/\p{C}/gu, "�");
  return plain.length > MAX_TEXT ? `${plain.slice(0, MAX_TEXT)}…` : plain;
};

const toNewerNotice = (path: string): string =>
  `The settings file ${path} is of a newer version of Sandpit. What this version knows of it is in force, and the file stays as it is: nothing can be set here. Install the newer version, or move the file away.`;

function toFaultNotice(path: string, faults: readonly string[]): string {
  const more = faults.length > MAX_NAMED ? `, and ${faults.length - MAX_NAMED} more` : "";
  return `Not all of the settings file ${path} can be used: ${faults.slice(0, MAX_NAMED).join(", ")}${more}. The default is in force for each of these; everything else in the file holds.`;
}

const toKeptName = (): string => `settings.replaced-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.json`;

/** Why the settings could not be written, and what to do. */
function toWriteProblem(error: unknown, folder: string): string {
  const code = toErrorCode(error);
  if (code === "ENOSPC" || code === "EDQUOT")
    return `Nothing was changed: the disk that holds ${folder} is full. Make room on it, then try again.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `Nothing was changed: the settings in ${folder} cannot be written. Correct the folder's permissions, then try again.`;
  return `Nothing was changed: the settings in ${folder} cannot be written (${code}). See whether the disk has room and works, then try again.`;
}
