import type { Failure } from "#shared/errors.ts";
import { findRetentionLoss, type SettingChange, toLossWords } from "#shared/retention-loss.ts";
import {
  SETTING_GROUPS,
  SETTING_KEYS,
  SETTINGS,
  type SettingEntry,
  type SettingKey,
  type SettingValue,
} from "#shared/settings.ts";
import { isConfirmed } from "./confirm.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";

const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);

const unknown = (key: string) =>
  ({ code: "not_found", message: `There is no setting named "${key}". List them with: settings list.` }) as const;

const toOrigin = ({ source, lockedBy, ceilingBy }: SettingEntry): string => {
  if (lockedBy !== null) return `locked by ${lockedBy}`;
  return source === "policy" && ceilingBy !== null ? `lowered by ${ceilingBy}` : source;
};

/** `sandpit settings list` */
export async function listSettings(session: Session, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("settings.list", {});
  if (!reply.ok) return printFailure(reply.error, json);
  const { entries, policy } = reply.value;
  if (json) {
    printJson(reply.value);
    return 0;
  }
  if (policy.message) process.stderr.write(`sandpit: ${policy.message}\n`);
  const inOrder = SETTING_GROUPS.flatMap(({ id }) => entries.filter(({ key }) => SETTINGS[key].group === id));
  printTable(inOrder.map((entry) => [entry.key, String(entry.value), toOrigin(entry), SETTINGS[entry.key].doc]));
  return 0;
}

/** `sandpit settings get KEY`: the value alone, or with `--json` all that is known of it. */
export async function getSetting(session: Session, key: string, { json }: { json?: boolean }): Promise<number> {
  if (!isSettingKey(key)) return printFailure(unknown(key), json);
  const reply = await session.call("settings.get", { key });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson({ ...SETTINGS[key], ...reply.value });
  else process.stdout.write(`${reply.value.value}\n`);
  return 0;
}

interface ChangeOptions {
  json?: boolean;
  yes?: boolean;
}

/** `sandpit settings set KEY VALUE`: asks first where that removes runs, unless told that it is meant. */
export async function setSetting(
  session: Session,
  key: string,
  text: string,
  { json, yes }: ChangeOptions,
): Promise<number> {
  if (!isSettingKey(key)) return printFailure(unknown(key), json);
  const value = toValue(key, text);
  if (!yes && !(await mayRemove(session, [key], () => value))) return printFailure(NOT_AGREED, json);
  const reply = await session.call("settings.set", { changes: { [key]: value } });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value.entries.find((entry) => entry.key === key));
  return 0;
}

/** `sandpit settings reset [KEY…]`: asks like `set`. */
export async function resetSettings(session: Session, keys: string[], { json, yes }: ChangeOptions): Promise<number> {
  const wrong = keys.find((key) => !isSettingKey(key));
  if (wrong !== undefined) return printFailure(unknown(wrong), json);
  const named = keys.length > 0 ? (keys as SettingKey[]) : SETTING_KEYS;
  if (!yes && !(await mayRemove(session, named, (key) => SETTINGS[key].default))) return printFailure(NOT_AGREED, json);
  const reply = await session.call("settings.reset", keys.length > 0 ? { keys: keys as SettingKey[] } : {});
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value.entries);
  return 0;
}

const NOT_AGREED: Failure = {
  code: "cancelled",
  message:
    "Nothing was changed, because runs or audit records would be removed for good. Add --yes to do it without being asked.",
};

/** Whether nothing is removed by these values, or the user agrees to what is. */
async function mayRemove(
  session: Session,
  keys: readonly SettingKey[],
  toNext: (key: SettingKey) => SettingValue,
): Promise<boolean> {
  const changes: SettingChange[] = [];
  for (const key of keys) {
    const entry = await session.call("settings.get", { key });
    if (entry.ok) changes.push({ entry: entry.value, next: toNext(key) });
  }
  const loss = await findRetentionLoss(session.call, changes);
  return loss === null || isConfirmed(`This removes for good: ${toLossWords(loss)}. Go on?`);
}

/** What was typed, as the setting's kind of value; what does not fit is left for the core to refuse. */
function toValue(key: SettingKey, text: string): SettingValue {
  const { kind } = SETTINGS[key];
  if (kind === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (kind === "switch" && /^(true|on|yes|false|off|no)$/i.test(text)) return /^(true|on|yes)$/i.test(text);
  return text;
}
