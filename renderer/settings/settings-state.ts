import type { RetentionLoss } from "#shared/retention-loss.ts";
import {
  type PolicyStatus,
  SETTING_GROUPS,
  SETTINGS,
  type SettingEntry,
  type SettingGroupId,
  type SettingKey,
  type SettingValue,
} from "#shared/settings.ts";

export interface SettingsState {
  /** By name; `null` until they were listed. */
  entries: Readonly<Partial<Record<SettingKey, SettingEntry>>> | null;
  policy: PolicyStatus | null;
  /** What happened to a settings file that was damaged. */
  notice: string | null;
  /** Why there is nothing to show. */
  problem: string | null;
  /** Why a change was refused, by setting; gone with the next change of it. */
  refusals: Readonly<Partial<Record<SettingKey, string>>>;
  query: string;
  /** A change that removes runs or audit records for good, until the user has agreed to it or not. */
  question: RetentionQuestion | null;
}

export interface RetentionQuestion {
  loss: RetentionLoss;
  /** What is done where the user agrees: this value, or the defaults of these settings, or of all. */
  change: { key: SettingKey; value: SettingValue } | { reset: SettingKey[] | undefined };
}

export type SettingsAction =
  | { type: "listed"; entries: readonly SettingEntry[]; policy: PolicyStatus; notice: string | null }
  | { type: "changed"; entries: readonly SettingEntry[] }
  | { type: "policyChanged"; policy: PolicyStatus }
  | { type: "refused"; key: SettingKey; message: string }
  | { type: "touched"; key: SettingKey }
  | { type: "failed"; message: string }
  | { type: "asked"; question: RetentionQuestion }
  | { type: "answered" }
  | { type: "searched"; query: string };

export const UNKNOWN_SETTINGS: SettingsState = {
  entries: null,
  policy: null,
  notice: null,
  problem: null,
  refusals: {},
  query: "",
  question: null,
};

/** Every change of what the window knows of the settings. */
export function reduceSettings(state: SettingsState, action: SettingsAction): SettingsState {
  switch (action.type) {
    case "listed":
      return {
        ...state,
        entries: byKey(action.entries),
        policy: action.policy,
        notice: action.notice,
        problem: null,
      };
    case "changed":
      return { ...state, entries: { ...state.entries, ...byKey(action.entries) } };
    case "policyChanged":
      return { ...state, policy: action.policy };
    case "refused":
      return { ...state, refusals: { ...state.refusals, [action.key]: action.message } };
    case "touched": {
      const { [action.key]: _gone, ...refusals } = state.refusals;
      return { ...state, refusals };
    }
    case "failed":
      return { ...state, problem: action.message };
    case "asked":
      return { ...state, question: action.question };
    case "answered":
      return { ...state, question: null };
    case "searched":
      return { ...state, query: action.query };
  }
}

const byKey = (entries: readonly SettingEntry[]) =>
  Object.fromEntries(entries.map((entry) => [entry.key, entry])) as Partial<Record<SettingKey, SettingEntry>>;

export interface ShownGroup {
  id: SettingGroupId;
  label: string;
  doc: string;
  entries: SettingEntry[];
}

/** The settings that match all words of the search, in their groups; a group whose name matches is shown whole. */
export function toShownGroups({ entries, query }: Pick<SettingsState, "entries" | "query">): ShownGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (text: string) => words.every((word) => has(text.toLowerCase(), word));
  return SETTING_GROUPS.map(({ id, label, doc }) => ({
    ...{ id, label, doc },
    entries: Object.values(entries ?? {}).filter(({ key, lockedBy }) => {
      const setting = SETTINGS[key];
      if (setting.group !== id) return false;
      const choices = setting.kind === "choice" ? setting.choices.map((choice) => choice.label) : [];
      const lock = lockedBy === null ? "" : `locked by ${lockedBy}`;
      const texts = [label, key, setting.label, setting.doc, setting.cost, setting.keywords ?? "", lock, ...choices];
      return matches(texts.join(" "));
    }),
  })).filter((group) => group.entries.length > 0);
}

/** Three letters are somewhere in almost every sentence (`ram` in "program"), so a word has to begin with them. */
function has(text: string, word: string): boolean {
  if (word.length > 3 || !/^[\p{L}\p{N}]+$/u.test(word)) return text.includes(word);
  return text.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word));
}

/** How many settings are not at their defaults because the user has set them. */
export const countOwn = ({ entries }: Pick<SettingsState, "entries">): number =>
  Object.values(entries ?? {}).filter(({ source }) => source === "user").length;
