import * as z from "zod";
import { doctorCheckSchema, engineChoiceSchema, engineStatusSchema } from "../engine.ts";
import { limitsSchema } from "../limits-schema.ts";
import { backendPolicySchema, backendSchema } from "../run.ts";
import type { CommandShapes, EventShapes } from "./shapes.ts";
import { nothing } from "./shapes.ts";

/** Sandpit itself, the engine it has found, and what it can run. */
export const appCommands = {
  "app.status": {
    input: nothing,
    output: z.object({
      engine: engineStatusSchema,
      backendPolicy: backendPolicySchema,
      /** The backend that the next run would use; `null` where the policy leaves none. */
      backend: backendSchema.nullable(),
      limits: limitsSchema,
      /** By language, where it runs under other limits than the usual ones. */
      languageLimits: z.record(z.string(), limitsSchema),
      /** Warm sandboxes that wait for a program, by language. */
      warm: z.record(z.string(), z.int()),
      /** What was wrong when the isolation was last read back from inside a sandbox; `null` before that. */
      isolationFaults: z.array(doctorCheckSchema).nullable(),
    }),
  },
  /** Looks for the engine again. */
  "engine.check": { input: nothing, output: engineStatusSchema },
  /** How long an answer of the engine takes that needs no work: the median of a few. */
  "engine.latency": { input: nothing, output: z.object({ medianMs: z.number() }) },
  /** The engines that could be used instead, for the setting `engine.address`. */
  "engine.choices": { input: nothing, output: z.object({ engines: z.array(engineChoiceSchema) }) },
  "doctor.run": { input: nothing, output: z.object({ checks: z.array(doctorCheckSchema) }) },
} as const satisfies CommandShapes;

export const appEvents = {
  "engine.changed": engineStatusSchema,
  /** The isolation was read back from inside a sandbox; `faults` is empty where every limit and protection holds. */
  "isolation.checked": z.object({ faults: z.array(doctorCheckSchema) }),
} as const satisfies EventShapes;
