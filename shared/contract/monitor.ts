import * as z from "zod";
import {
  cleanupReportSchema,
  containerDetailsSchema,
  containerLogSchema,
  containerSampleSchema,
  containerSummarySchema,
  processTableSchema,
} from "../monitor.ts";
import { MAX_WATCHED_STATS } from "../monitor-limits.ts";
import { type CommandShapes, done, type EventShapes, nothing } from "./shapes.ts";

/** Made by the client, so that two windows do not end each other's watch. */
const watcherSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/**
 * A container's id, a unique beginning of it, or its name; always the engine's own alphabet, so that nothing else can be
 * put into the address of a call to it.
 */
const containerIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, "This is not a container's id.");
const byId = z.object({ id: containerIdSchema });

/** Containers: what they are, what they use, and an end to them. Only those with our label can be acted upon. */
export const monitorCommands = {
  /**
   * Begins to tell of containers, or changes what is told: ours alone, or all on the engine. Answers with what is there
   * now, those that ended within `MONITOR_HISTORY_MS` included; changes are events. While nobody watches, nothing is
   * asked of the engine. An engine that goes away ends no watch: what it has is told when it is back. Events go to all
   * clients: one that watches ours alone skips those with `ours: false`, which another has asked for.
   */
  "monitor.watch": {
    input: z.object({ watcher: watcherSchema, all: z.boolean() }),
    output: z.object({ containers: z.array(containerSummarySchema) }),
  },
  /** Streams the statistics of these containers, and of no others, to this watcher. Answers with what is kept of them. */
  "monitor.watchStats": {
    input: z.object({ watcher: watcherSchema, ids: z.array(containerIdSchema).max(MAX_WATCHED_STATS) }),
    output: z.object({ samples: z.array(containerSampleSchema) }),
  },
  "monitor.unwatch": { input: z.object({ watcher: watcherSchema }), output: done },
  /** The same list, once; for a command line. */
  "containers.list": {
    input: z.object({ all: z.boolean() }),
    output: z.object({ containers: z.array(containerSummarySchema) }),
  },
  "containers.inspect": { input: byId, output: containerDetailsSchema },
  "containers.processes": { input: byId, output: processTableSchema },
  "containers.log": { input: byId, output: containerLogSchema },
  /** One sample; it takes the engine a second, because processor time is a difference. */
  "containers.sample": { input: byId, output: containerSampleSchema },
  /** Ends the run it belongs to as Stop does, or removes a warm sandbox. `policy_forbids` for a container that is not ours. */
  "containers.stop": { input: byId, output: done },
  /** SIGKILL; the run sees its program end by a signal. */
  "containers.kill": { input: byId, output: done },
  "containers.remove": { input: byId, output: done },
  /** Stops all runs and removes every sandbox of this installation. */
  "containers.removeAll": { input: nothing, output: z.object({ removed: z.int() }) },

  /** What a clean-up would remove, and how much space that frees. */
  "cleanup.preview": { input: nothing, output: cleanupReportSchema },
  "cleanup.run": { input: nothing, output: cleanupReportSchema },
} as const satisfies CommandShapes;

export const monitorEvents = {
  /** A container came, changed or ended (`removed`). */
  "container.changed": containerSummarySchema,
  /** The whole list, after the engine came back or the watch was changed. */
  "containers.listed": z.object({ containers: z.array(containerSummarySchema) }),
  "container.sampled": containerSampleSchema,
} as const satisfies EventShapes;
