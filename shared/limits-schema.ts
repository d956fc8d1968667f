import * as z from "zod";
import { LIMIT_RANGES, type Limits } from "./limits.ts";

const whole = (range: { min: number; max: number }) => z.number().int().min(range.min).max(range.max);

// Schemas stand apart from the constants, so that the window need not load zod before it can show an editor.
export const limitsSchema = z.object({
  wallMs: whole(LIMIT_RANGES.wallMs),
  memoryBytes: whole(LIMIT_RANGES.memoryBytes),
  cpus: z.number().min(LIMIT_RANGES.cpus.min).max(LIMIT_RANGES.cpus.max),
  outputBytes: whole(LIMIT_RANGES.outputBytes),
  codeBytes: whole(LIMIT_RANGES.codeBytes),
  pids: whole(LIMIT_RANGES.pids),
}) satisfies z.ZodType<Limits>;
