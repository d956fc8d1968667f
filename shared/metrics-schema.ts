import * as z from "zod";
import { flagSchema } from "./history-schema.ts";

const percentilesSchema = z
  .object({ count: z.int(), p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() })
  .nullable();
/** In milliseconds; `null` where nothing was measured. */
export type Percentiles = z.infer<typeof percentilesSchema>;

const countsSchema = z.array(z.object({ name: z.string(), runs: z.int() }));

/** Numbers about the runs of some days, from history. */
export const metricsSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Every run that was asked for, refused ones included, with their repetitions. */
  runs: z.int(),
  refused: z.int(),
  /** One entry a day, also for days without runs, oldest first; `day` is `YYYY-MM-DD` in the local time zone. */
  byDay: z.array(z.object({ day: z.string(), runs: z.int(), good: z.int(), limited: z.int(), refused: z.int() })),
  /** Most frequent first. */
  byLanguage: countsSchema,
  byEnding: countsSchema,
  byBackend: countsSchema,
  bySource: countsSchema,
  /** From hand-over to end, and to the first byte of output. */
  wallMs: percentilesSchema,
  firstOutputMs: percentilesSchema,
  /** First output by whether a sandbox was waiting. */
  firstOutputWarmMs: percentilesSchema,
  firstOutputColdMs: percentilesSchema,
  /** Runs in a container, and how many of them found a sandbox waiting. */
  isolated: z.int(),
  warm: z.int(),
  /** Runs that met each limit. */
  limitsHit: z.object({
    time_limit: z.int(),
    memory_limit: z.int(),
    output_limit: z.int(),
    process_limit: z.int(),
  }),
  flags: z.array(flagSchema),
});
export type Metrics = z.infer<typeof metricsSchema>;
