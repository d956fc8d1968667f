import type { SettingKey } from "#shared/settings.ts";
import type { EngineKeeper } from "./engine-keeper.ts";
import type { EventBus } from "./event-bus.ts";
import type { Queue } from "./run/queue.ts";
import { changedEntries, type SettingsStore } from "./settings/settings-store.ts";
import type { History } from "./store/history/history.ts";

export interface ApplySettingsOptions {
  settings: SettingsStore;
  keeper: EngineKeeper;
  queue: Pick<Queue, "widened">;
  history: Pick<History, "note" | "prune">;
  events: Pick<EventBus, "emit">;
  log: (line: string, error?: unknown) => void;
}

/** Has every change of the settings or the policy take effect at once, and tells of it. Returns the function that ends that. */
export function applySettings({ settings, keeper, queue, history, events, log }: ApplySettingsOptions): () => void {
  return settings.onChanged((after, before, origin) => {
    const entries = changedEntries(after, before);
    const values = entries.filter(({ key, value }) => value !== before.values[key]);
    const has = (test: (key: SettingKey) => boolean) => values.some(({ key }) => test(key));

    // A sandbox that waits was made for other limits.
    if (has((key) => key.startsWith("limits."))) {
      keeper
        .room()
        ?.empty()
        .catch((error) => log("Waiting sandboxes could not be removed", error));
    }
    if (has((key) => key === "pool.size")) keeper.room()?.resize();
    if (has((key) => key.startsWith("queue."))) queue.widened();
    if (has((key) => key === "engine.address")) {
      keeper.check().catch((error) => log("The engine could not be looked for", error));
    }
    if (has((key) => key.startsWith("retention."))) history.prune();

    const policyHasChanged = JSON.stringify(after.policy) !== JSON.stringify(before.policy);
    if (policyHasChanged) {
      history.note("policy.changed", "sandpit", { ...after.policy });
      events.emit("policy.changed", after.policy);
    }
    // What this process sets is noted by who asked for it. Of a policy's change, this is what it did to the values.
    if (origin === "disk" && values.length > 0)
      history.note(
        "settings.found_changed",
        "sandpit",
        Object.fromEntries(values.map(({ key, value }) => [key, value])),
      );
    if (entries.length > 0) events.emit("settings.changed", { entries });
  });
}
