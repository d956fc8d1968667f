import { findRetentionLoss, type RetentionLoss } from "#shared/retention-loss.ts";
import { SETTING_KEYS, SETTINGS, type SettingKey, type SettingValue } from "#shared/settings.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";

export interface SettingsActions {
  /** Asks the core for all of them. */
  list(): Promise<void>;
  /** The same at the start of the window, and tells of files that cannot be used. */
  begin(): Promise<void>;
  /** Changes one; asks first where that removes runs or audit records. Where it is refused, the reason stands beside it. */
  change(key: SettingKey, value: SettingValue): Promise<void>;
  /** Back to the defaults: one, or all; asks like `change`. */
  reset(keys?: SettingKey[]): Promise<void>;
  /** Does what was asked about, or leaves everything as it is. */
  agree(): Promise<void>;
  decline(): void;
}

/** What can be done with the settings. */
export function createSettingsActions(call: Call, { settings, notices, view }: Stores): SettingsActions {
  async function list(): Promise<void> {
    const reply = await call("settings.list", {});
    if (reply.ok) settings.dispatch({ type: "listed", ...reply.value });
    else settings.dispatch({ type: "failed", message: reply.error.message });
  }

  async function set(key: SettingKey, value: SettingValue): Promise<void> {
    settings.dispatch({ type: "touched", key });
    const reply = await call("settings.set", { changes: { [key]: value } });
    if (reply.ok) settings.dispatch({ type: "changed", entries: reply.value.entries });
    else settings.dispatch({ type: "refused", key, message: reply.error.message });
  }

  async function reset(keys: SettingKey[] | undefined): Promise<void> {
    for (const key of keys ?? []) settings.dispatch({ type: "touched", key });
    const reply = await call("settings.reset", keys ? { keys } : {});
    if (reply.ok) settings.dispatch({ type: "changed", entries: reply.value.entries });
    const [key] = keys ?? [];
    if (!reply.ok && key) settings.dispatch({ type: "refused", key, message: reply.error.message });
    else if (!reply.ok) notices.dispatch({ type: "shown", notice: { tone: "attention", text: reply.error.message } });
  }

  /** What would be removed for good where these settings had these values. */
  function findLoss(
    keys: readonly SettingKey[],
    toValue: (key: SettingKey) => SettingValue,
  ): Promise<RetentionLoss | null> {
    const { entries } = settings.getState();
    const changes = keys.flatMap((key) => {
      const entry = entries?.[key];
      return entry ? [{ entry, next: toValue(key) }] : [];
    });
    return findRetentionLoss(call, changes);
  }

  return {
    list,
    async begin() {
      await list();
      const { notice, policy } = settings.getState();
      const action = { label: "Show settings", run: () => view.setState({ screen: "settings" }) };
      for (const text of [notice, policy?.state === "broken" ? policy.message : null])
        if (text !== null) notices.dispatch({ type: "shown", notice: { tone: "attention", text, action } });
    },
    async change(key, value) {
      // A field that loses the focus to the question says its change once more.
      if (settings.getState().question !== null) return;
      const loss = await findLoss([key], () => value);
      if (loss) settings.dispatch({ type: "asked", question: { loss, change: { key, value } } });
      else await set(key, value);
    },
    async reset(keys) {
      const loss = await findLoss(keys ?? SETTING_KEYS, (key) => SETTINGS[key].default);
      if (loss) settings.dispatch({ type: "asked", question: { loss, change: { reset: keys } } });
      else await reset(keys);
    },
    async agree() {
      const { question } = settings.getState();
      settings.dispatch({ type: "answered" });
      if (question === null) return;
      const { change } = question;
      await ("key" in change ? set(change.key, change.value) : reset(change.reset));
    },
    decline: () => settings.dispatch({ type: "answered" }),
  };
}
