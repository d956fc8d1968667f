import { MONITOR_HISTORY_MS } from "#shared/monitor-limits.ts";
import type { ContainerEvent, Engine } from "../engine/engine.ts";
import { applyEvent, type ContainerFacts, toFacts, toRelisted } from "./container-summary.ts";
import { mapLimited } from "./map-limited.ts";

/** How many containers are asked after at one time. */
const CONCURRENT_QUESTIONS = 4;
/** How many containers that are gone are remembered. */
const MAX_REMOVED = 500;

export interface ContainerTracker {
  /**
   * Lists what is there, then follows what happens, until `signal` aborts or the engine goes away.
   * @param label Only containers that carry it; `null` for all.
   */
  follow(engine: Engine, label: string | null, signal: AbortSignal): Promise<void>;
  get(id: string): ContainerFacts | undefined;
  all(): ContainerFacts[];
  /** Forgets the containers that `keep` does not name. */
  retain(keep: (facts: ContainerFacts) => boolean): void;
}

export interface ContainerTrackerOptions {
  onListed: () => void;
  onChanged: (id: string) => void;
  now?: () => number;
}

/**
 * Knows the containers of an engine from one list and the events after it. An event is applied to what is known; the
 * engine is only asked about a container that is new or was changed in a way that the event does not tell, and once at a
 * time for each: fifty that start at once cost fifty questions and no second list.
 */
export function createContainerTracker({
  onListed,
  onChanged,
  now = Date.now,
}: ContainerTrackerOptions): ContainerTracker {
  const known = new Map<string, ContainerFacts>();
  /** Containers that are being asked after, and whether they have changed since. */
  const asking = new Map<string, { stale: boolean; removed: boolean }>();

  const set = (facts: ContainerFacts) => {
    known.set(facts.id, facts);
    onChanged(facts.id);
  };

  const forgetOld = () => {
    const removed = [...known.values()].filter(({ state }) => state === "removed");
    for (const [index, { id, endedAt }] of removed.entries()) {
      const isOld = now() - Date.parse(endedAt ?? "") > MONITOR_HISTORY_MS;
      if (isOld || index < removed.length - MAX_REMOVED) known.delete(id);
    }
  };

  const ask = async (engine: Engine, id: string, image?: string): Promise<void> => {
    const question = asking.get(id);
    if (question) {
      question.stale = true;
      return;
    }
    const mine = { stale: true, removed: false };
    asking.set(id, mine);
    try {
      while (mine.stale && !mine.removed) {
        mine.stale = false;
        const found = await engine.inspectContainer(id);
        if (!found) return;
        const facts = toFacts(found, image);
        set(mine.removed ? { ...facts, state: "removed", endedAt: new Date(now()).toISOString() } : facts);
      }
    } finally {
      asking.delete(id);
    }
  };

  const list = async (engine: Engine, label: string | null) => {
    const listings = await engine.listContainers(label);
    const present = new Set(listings.map(({ id }) => id));
    const goneAt = new Date(now()).toISOString();
    for (const facts of known.values())
      if (!present.has(facts.id) && facts.state !== "removed")
        known.set(facts.id, { ...facts, state: "removed", endedAt: facts.endedAt ?? goneAt });
    await mapLimited(listings, CONCURRENT_QUESTIONS, async (listing) => {
      const facts = known.get(listing.id);
      if (facts && listing.state === "running" && facts.state === "running")
        known.set(listing.id, toRelisted(facts, listing));
      else await ask(engine, listing.id, listing.image);
    });
    forgetOld();
  };

  const apply = (engine: Engine, event: ContainerEvent) => {
    const { id, action } = event;
    const isGone = action === "destroy" || action === "remove";
    const question = asking.get(id);
    if (question) Object.assign(question, isGone ? { removed: true } : { stale: true });
    const facts = known.get(id);
    if (!facts) {
      if (!isGone && !/^(exec_|top|attach|kill)/.test(action))
        void ask(engine, id, event.attributes.image).catch(() => {});
      return;
    }
    const next = applyEvent(facts, event, new Date(now()).toISOString());
    if (next === "ask") void ask(engine, id, facts.image).catch(() => {});
    else if (next !== facts) set(next);
    if (isGone) forgetOld();
  };

  return {
    async follow(engine, label, signal) {
      let early: ContainerEvent[] | null = [];
      let listing: Promise<void> | undefined;
      const lost = new AbortController();
      const both = AbortSignal.any([signal, lost.signal]);
      await engine.followContainers({
        label,
        signal: both,
        onOpen() {
          // Asked only once nothing can be missed; what happens meanwhile is applied to the list.
          listing = list(engine, label).then(
            () => {
              const waiting = early ?? [];
              early = null;
              for (const event of waiting) apply(engine, event);
              if (!both.aborted) onListed();
            },
            () => lost.abort(),
          );
        },
        onEvent(event) {
          if (early) early.push(event);
          else apply(engine, event);
        },
      });
      await listing;
    },
    get: (id) => known.get(id),
    all() {
      forgetOld();
      return [...known.values()];
    },
    retain(keep) {
      for (const facts of known.values()) if (!keep(facts)) known.delete(facts.id);
    },
  };
}
