import { SETTING_GROUPS, SETTINGS, type SettingEntry, type SettingKey, type SettingValue } from "#shared/settings.ts";
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
  const { entries, policy, notice } = reply.value;
  if (json) {
    printJson(reply.value);
    return 0;
  }
  for (const text of [notice, policy.message]) if (text) process.stderr.write(`sandpit: ${text}\n`);
  const inOrder = SETTING_GROUPS.flatMap(({ id }) => entries.filter(({ key }) => SETTINGS[key].group === id));
  printTable(inOrder.map((entry) => [entry.key, String(entry.value), toOrigin(entry), SETTINGS[entry.key].doc]));
  return 0;
}

/** `sandpit settings get KEY`: the value alone, or with `--json` all that is known of it. */
export async function getSetting(session: Session, key: string, { json }: { json?: boolean }): Promise<number> {
  if (!isSettingKey(key)) return printFailure(unknown(key), json);
  const reply = await session.call("settings.get", { key });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson({ ...reply.value, ...SETTINGS[key] });
  else process.stdout.write(`${reply.value.value}\n`);
  return 0;
}

/** `sandpit settings set KEY VALUE` */
export async function setSetting(
  session: Session,
  key: string,
  text: string,
  { json }: { json?: boolean },
): Promise<number> {
  if (!isSettingKey(key)) return printFailure(unknown(key), json);
  const reply = await session.call("settings.set", { changes: { [key]: toValue(key, text) } });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value.entries.find((entry) => entry.key === key));
  return 0;
}

/** `sandpit settings reset [KEY…]` */
export async function resetSettings(session: Session, keys: string[], { json }: { json?: boolean }): Promise<number> {
  const wrong = keys.find((key) => !isSettingKey(key));
  if (wrong !== undefined) return printFailure(unknown(wrong), json);
  const reply = await session.call("settings.reset", keys.length > 0 ? { keys: keys as SettingKey[] } : {});
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value.entries);
  return 0;
}

/** What was typed, as the setting's kind of value; what does not fit is left for the core to refuse. */
function toValue(key: SettingKey, text: string): SettingValue {
  const { kind } = SETTINGS[key];
  if (kind === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (kind === "switch" && /^(true|on|yes|false|off|no)$/i.test(text)) return /^(true|on|yes)$/i.test(text);
  return text;
}
