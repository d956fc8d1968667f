import type { Preferences } from "#shared/preferences.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";

/** Changes preferences: at once in the window, then on disk. What is refused there is taken back here, and the reason is told. */
export function createPreferenceActions(call: Call, { preferences, notices }: Stores) {
  async function change(wanted: Partial<Preferences>): Promise<void> {
    preferences.setState(wanted);
    const reply = await call("preferences.set", wanted);
    if (reply.ok) return;
    notices.dispatch({ type: "shown", notice: { tone: "attention", text: reply.error.message } });
    // What was there before may have been a change that is refused as well: only the core knows what holds.
    const inForce = await call("preferences.get", {});
    if (inForce.ok) preferences.setState(inForce.value);
  }
  return (wanted: Partial<Preferences>): void => void change(wanted);
}
