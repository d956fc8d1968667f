import type { Preferences } from "#shared/preferences.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";

/** Changes preferences: at once in the window, then on disk. */
export function createPreferenceActions(call: Call, { preferences, notices }: Stores) {
  return (change: Partial<Preferences>): void => {
    preferences.setState(change);
    void call("preferences.set", change).then((reply) => {
      if (!reply.ok) notices.dispatch({ type: "shown", notice: { tone: "attention", text: reply.error.message } });
    });
  };
}
