import { MAX_WATCHED_STATS } from "#shared/monitor-limits.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import type { SampleBook } from "./sample-book.ts";

export type ContainerVerb = "stop" | "kill" | "remove";

export interface MonitorActions {
  /** Begins to follow containers; again where the engine was away. */
  watch(): Promise<void>;
  /** Ends it: from then on nothing is asked of the engine. */
  unwatch(): Promise<void>;
  switchOthers(showsOthers: boolean): void;
  /** Has these containers measured, and no others. */
  measure(ids: readonly string[]): void;
  act(id: string, verb: ContainerVerb): Promise<void>;
  removeAll(): Promise<void>;
}

const COMMANDS = { stop: "containers.stop", kill: "containers.kill", remove: "containers.remove" } as const;

/** What can be done about containers. One watch at a time, which belongs to this window. */
export function createMonitorActions(
  call: Call,
  { monitor, notices }: Pick<Stores, "monitor" | "notices">,
  samples: SampleBook,
): MonitorActions {
  const watcher = crypto.randomUUID();
  let watching = false;
  /** What the screen would have measured, and what the core was asked for. */
  let wished: readonly string[] = [];
  let measured: readonly string[] = [];
  // One after the other: an answer that is late must not undo what was asked after it.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const turn = queue.then(task);
    queue = turn;
    return turn;
  };
  const complain = (text: string) => notices.dispatch({ type: "shown", notice: { tone: "attention", text } });

  const sendWishes = (): void => {
    const wanted = wished;
    void inTurn(async () => {
      // Only the last of several wishes counts.
      if (!watching || wanted !== wished || wanted.join() === measured.join()) return;
      measured = wanted;
      const reply = await call("monitor.watchStats", { watcher, ids: [...wanted] });
      if (reply.ok) for (const sample of reply.value.samples) samples.add(sample);
      else measured = [];
    });
  };

  const watch = (): Promise<void> => {
    watching = true;
    const begun = inTurn(async () => {
      if (!watching) return;
      const reply = await call("monitor.watch", { watcher, all: monitor.getState().showsOthers });
      if (reply.ok) monitor.dispatch({ type: "listed", containers: reply.value.containers });
      else monitor.dispatch({ type: "failed", message: reply.error.message });
    });
    sendWishes();
    return begun;
  };

  return {
    watch,
    unwatch() {
      watching = false;
      return inTurn(async () => {
        if (watching) return;
        measured = [];
        await call("monitor.unwatch", { watcher });
      });
    },
    switchOthers(showsOthers) {
      monitor.dispatch({ type: "othersSwitched", showsOthers });
      if (watching) void watch();
    },
    measure(ids) {
      wished = [...ids].sort().slice(0, MAX_WATCHED_STATS);
      if (watching) sendWishes();
    },
    async act(id, verb) {
      monitor.dispatch({ type: "busy", id, busy: true });
      const reply = await call(COMMANDS[verb], { id });
      monitor.dispatch({ type: "busy", id, busy: false });
      // One that went by itself in the meantime is where the user wanted it.
      if (!reply.ok && reply.error.code !== "not_found") complain(reply.error.message);
    },
    async removeAll() {
      const reply = await call("containers.removeAll", {});
      if (!reply.ok) return complain(reply.error.message);
      const { removed } = reply.value;
      const text =
        removed === 0
          ? "There was nothing to remove."
          : `Removed ${removed} ${removed === 1 ? "container" : "containers"}.`;
      notices.dispatch({ type: "shown", notice: { tone: "neutral", text } });
    },
  };
}
