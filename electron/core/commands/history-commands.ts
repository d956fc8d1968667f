import { SandpitError } from "#shared/errors.ts";
import type { HandlersFor } from "../dispatcher.ts";
import type { EventBus } from "../event-bus.ts";
import type { SettingsStore } from "../settings/settings-store.ts";
import type { History } from "../store/history/history.ts";
import { toRemoved } from "../store/history/retention.ts";
import { toRetention } from "../store/history/retention-rules.ts";

const PAGE = 50;
const DAYS = 30;
/** More than this many removed runs are announced as "many". */
const MAX_NAMED = 200;

export interface HistoryCommandsOptions {
  history: History;
  settings: Pick<SettingsStore, "current">;
  events: Pick<EventBus, "emit">;
}

type HistoryCommandName =
  | `history.${"list" | "count" | "get" | "delete" | "clear" | "prune" | "previewPrune" | "export" | "status"}`
  | `audit.${"verify" | "export"}`
  | `metrics.${"summary" | "flags"}`;

/** The runs that were, the audit trail, and the numbers that come out of both. */
export function createHistoryCommands({
  history,
  settings,
  events,
}: HistoryCommandsOptions): HandlersFor<HistoryCommandName> {
  return {
    async "history.list"({ filter = {}, before = null, size = PAGE }) {
      const page = await history.ask("list", filter, before, size);
      const mayBeOrphans = before === null && page.entries.some(({ ending }) => ending === "running");
      if (!mayBeOrphans) return page;
      await history.interruptOrphans();
      return history.ask("list", filter, before, size);
    },
    "history.count": async ({ filter = {} }) => ({ runs: await history.ask("count", filter) }),
    async "history.get"(key) {
      const record = await history.ask("record", key);
      if (record) return record;
      throw new SandpitError(
        "not_found",
        "This run is not in history any more. It may have been deleted, or was too old.",
      );
    },
    async "history.delete"({ seqs }, { source }) {
      const removed = await history.ask("remove", seqs, source);
      if (removed.length > 0) events.emit("history.removed", { seqs: removed.length > MAX_NAMED ? null : removed });
      return { removed: removed.length };
    },
    async "history.clear"(_, { source }) {
      const removed = await history.ask("clear", source);
      events.emit("history.removed", { seqs: null });
      return { removed };
    },
    async "history.prune"() {
      const pruned = await history.ask("prune", toRetention(settings.current().values), false);
      if (pruned && pruned.removed > 0) events.emit("history.removed", toRemoved(pruned));
      return { removed: pruned?.removed ?? 0, message: pruned?.message ?? "" };
    },
    "history.previewPrune": ({ rules }) => {
      const inForce = toRetention(settings.current().values);
      return history.ask("previewPrune", {
        days: rules.days ?? inForce.days,
        runs: rules.runs ?? inForce.runs,
        bytes: rules.bytes ?? inForce.bytes,
        auditDays: rules.auditDays ?? inForce.auditDays,
      });
    },
    "history.export": ({ format, selection = {}, after = null }) => history.ask("exportPart", format, selection, after),
    "history.status": () => history.status(),
    "audit.verify": () => history.ask("verify"),
    "audit.export": ({ after = 0 }) => history.ask("auditPart", after),
    "metrics.summary": ({ days = DAYS }) => history.ask("metrics", days),
    "metrics.flags": async () => ({ flags: await history.ask("flags") }),
  };
}
