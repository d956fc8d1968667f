import type { SettingKey, SettingValue } from "#shared/settings.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";

export interface SettingsActions {
  /** Asks the core for all of them. */
  list(): Promise<void>;
  /** The same at the start of the window, and tells of files that cannot be used. */
  begin(): Promise<void>;
  /** Changes one. Where that is refused, the reason stands beside it. */
  change(key: SettingKey, value: SettingValue): Promise<void>;
  /** Back to the defaults: one, or all. */
  reset(keys?: SettingKey[]): Promise<void>;
}

/** What can be done with the settings. */
export function createSettingsActions(call: Call, { settings, notices, view }: Stores): SettingsActions {
  async function list(): Promise<void> {
    const reply = await call("settings.list", {});
    if (reply.ok) settings.dispatch({ type: "listed", ...reply.value });
    else settings.dispatch({ type: "failed", message: reply.error.message });
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
      settings.dispatch({ type: "touched", key });
      const reply = await call("settings.set", { changes: { [key]: value } });
      if (reply.ok) settings.dispatch({ type: "changed", entries: reply.value.entries });
      else settings.dispatch({ type: "refused", key, message: reply.error.message });
    },
    async reset(keys) {
      for (const key of keys ?? []) settings.dispatch({ type: "touched", key });
      const reply = await call("settings.reset", keys ? { keys } : {});
      if (reply.ok) settings.dispatch({ type: "changed", entries: reply.value.entries });
      const [key] = keys ?? [];
      if (!reply.ok && key) settings.dispatch({ type: "refused", key, message: reply.error.message });
      else if (!reply.ok) notices.dispatch({ type: "shown", notice: { tone: "attention", text: reply.error.message } });
    },
  };
}
