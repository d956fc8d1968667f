import { join } from "node:path";
import type { EventBus } from "./event-bus.ts";
import { toLimits } from "./settings/merge-settings.ts";
import type { SettingsStore } from "./settings/settings-store.ts";
import { createHistory, type History } from "./store/history/history.ts";
import { toRemoved } from "./store/history/retention.ts";
import { toRetention } from "./store/history/retention-rules.ts";
import type { Instance } from "./store/instance.ts";

export interface OpenHistoryOptions {
  home: string;
  instance: Instance;
  settings: Pick<SettingsStore, "current">;
  events: Pick<EventBus, "emit">;
  /** The store's own program, where it is not beside this file. */
  script: string | undefined;
  node: string | undefined;
}

/** The history under the settings in force, with its news as events. */
export function openHistory({ home, instance, settings, events, script, node }: OpenHistoryOptions): History {
  return createHistory({
    ...{ folder: home, instance, node },
    script: script ?? join(import.meta.dirname, "store/history/cached-worker.ts"),
    circumstances() {
      const { values, policy } = settings.current();
      return {
        backendPolicy: values.backendPolicy,
        limits: toLimits(values),
        policyBy: policy.by,
        abuse: { runs: values["abuse.runs"], withinMs: values["abuse.withinMs"] },
      };
    },
    retention: () => toRetention(settings.current().values),
    onRecorded: (entry) => events.emit("history.recorded", entry),
    onFlagged: (flag) => events.emit("abuse.flagged", flag),
    onPruned: (pruned) => events.emit("history.removed", toRemoved(pruned)),
    onElsewhere: () => events.emit("history.removed", { seqs: null }),
    onNoticed: (notice) => events.emit("history.noticed", notice),
  });
}
