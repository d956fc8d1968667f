import { setTimeout } from "node:timers/promises";
import { SandpitError } from "#shared/errors.ts";
import type { ContainerSample, ContainerSummary } from "#shared/monitor.ts";
import { MAX_WATCHED_STATS } from "#shared/monitor-limits.ts";
import type { Engine } from "../engine/engine.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import type { EventBus } from "../event-bus.ts";
import type { SandboxLedger } from "../run/sandbox-ledger.ts";
import { INSTALLATION_LABEL } from "../run/sandbox-spec.ts";
import { toSummary, type Viewer } from "./container-summary.ts";
import { createContainerTracker } from "./container-tracker.ts";
import { createStatsStreams } from "./stats-streams.ts";

/** Changes are told this long after the first of them, together. */
const TELL_AFTER_MS = 50;
/** How long after an engine was lost it is looked for again. */
const LOOK_AGAIN_MS = 500;
/** A page that was taken over could make up one after the other. */
const MAX_WATCHERS = 32;

export interface MonitorOptions {
  keeper: Pick<EngineKeeper, "located" | "check">;
  ledger: SandboxLedger;
  viewer: Viewer;
  events: Pick<EventBus, "emit">;
  log: (line: string, error?: unknown) => void;
}

/** Tells of containers as long as somebody watches. */
export interface Monitor {
  watch(watcher: string, all: boolean): Promise<ContainerSummary[]>;
  watchStats(watcher: string, ids: readonly string[]): ContainerSample[];
  unwatch(watcher: string): void;
  /** How many streams of statistics are open. */
  openStreams(): number;
  close(): void;
}

interface Watcher {
  all: boolean;
  statsOf: readonly string[];
}

export function createMonitor({ keeper, ledger, viewer, events, log }: MonitorOptions): Monitor {
  const watchers = new Map<string, Watcher>();
  const changed = new Set<string>();
  let telling: NodeJS.Timeout | undefined;
  let following: { all: boolean; stop: AbortController; listed: Promise<void> } | null = null;
  let engine: Engine | null = null;

  const summaryOf = (id: string) => toSummary(tracker.get(id), ledger.get(id), viewer);
  const summaries = (all: boolean): ContainerSummary[] => {
    const ids = new Set([...tracker.all().map(({ id }) => id), ...ledger.all().map(({ id }) => id)]);
    return [...ids].map(summaryOf).filter((summary) => summary !== null && (all || summary.ours)) as ContainerSummary[];
  };

  const tell = () => {
    telling = undefined;
    const ids = [...changed];
    changed.clear();
    for (const summary of ids.map(summaryOf)) if (summary) events.emit("container.changed", summary);
    settleStats();
  };
  const noteChange = (id: string) => {
    if (watchers.size === 0) return;
    changed.add(id);
    telling ??= globalThis.setTimeout(tell, TELL_AFTER_MS);
  };

  const tracker = createContainerTracker({ onListed: () => onListed(), onChanged: noteChange });
  const streams = createStatsStreams({ onSample: (sample) => events.emit("container.sampled", sample), log });
  ledger.onChanged(noteChange);

  const settleStats = () => {
    const wanted = [...watchers.values()].flatMap(({ statsOf }) => statsOf);
    const running = wanted.filter((id) => tracker.get(id)?.state === "running");
    streams.want(engine, new Set(running.slice(0, MAX_WATCHED_STATS)));
  };

  let onListed: () => void = () => {};

  /** Follows the engine, and the next one, until told to stop. */
  const follow = (all: boolean) => {
    const stop = new AbortController();
    const listed = Promise.withResolvers<void>();
    const label = all ? null : `${INSTALLATION_LABEL}=${viewer.installation}`;
    following = { all, stop, listed: listed.promise };
    let isFirst = true;
    onListed = () => {
      if (stop.signal.aborted) return;
      changed.clear();
      // Who asked first gets it as an answer.
      if (!isFirst || watchers.size > 1) events.emit("containers.listed", { containers: summaries(all) });
      isFirst = false;
      listed.resolve();
      settleStats();
    };
    const run = async () => {
      while (!stop.signal.aborted) {
        const located = await keeper.located();
        engine = located.engine;
        if (!engine) listed.resolve();
        else {
          await tracker
            .follow(engine, label, stop.signal)
            .catch((error) => log("The engine's events could not be followed", error));
        }
        if (stop.signal.aborted) break;
        engine = null;
        listed.resolve();
        isFirst = false;
        settleStats();
        await setTimeout(LOOK_AGAIN_MS, undefined, { ref: false });
        await keeper.check();
      }
    };
    void run().catch((error) => log("The monitor stopped", error));
  };

  const settleFollowing = () => {
    const all = [...watchers.values()].some((watcher) => watcher.all);
    if (following && watchers.size > 0 && following.all === all) return;
    following?.stop.abort();
    following = null;
    if (watchers.size === 0) {
      engine = null;
      clearTimeout(telling);
      telling = undefined;
      changed.clear();
      // What is not followed would be told as it was.
      tracker.retain(() => false);
    } else {
      if (!all) tracker.retain(({ labels }) => labels[INSTALLATION_LABEL] === viewer.installation);
      follow(all);
    }
    settleStats();
  };

  return {
    async watch(name, all) {
      if (!watchers.has(name) && watchers.size >= MAX_WATCHERS)
        throw new SandpitError("rate_limited", "Too many monitors are open. Close one.");
      watchers.set(name, { all, statsOf: watchers.get(name)?.statsOf ?? [] });
      settleFollowing();
      await following?.listed;
      return summaries(all);
    },
    watchStats(name, ids) {
      const watcher = watchers.get(name);
      if (!watcher) return [];
      watcher.statsOf = [...ids];
      settleStats();
      return streams.kept(ids);
    },
    unwatch(name) {
      watchers.delete(name);
      settleFollowing();
    },
    openStreams: streams.open,
    close() {
      watchers.clear();
      settleFollowing();
    },
  };
}
