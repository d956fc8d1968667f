import * as z from "zod";

const MIB = 1024 * 1024;

/** The least and the most that a limit may be set to. */
export const LIMIT_RANGES = {
  wallMs: { min: 100, max: 600_000 },
  memoryBytes: { min: 32 * MIB, max: 4096 * MIB },
  cpus: { min: 0.1, max: 8 },
  outputBytes: { min: 1, max: 16 * MIB },
  codeBytes: { min: 1, max: MIB },
  pids: { min: 8, max: 1024 },
} as const;

const whole = (range: { min: number; max: number }) => z.number().int().min(range.min).max(range.max);

/**
 * What one run may use. `wallMs`: wall-clock time from the moment the program is handed over, in milliseconds.
 * `memoryBytes`: memory, with no swap beyond it. `cpus`: processor time per second of wall-clock time. `outputBytes`:
 * standard output and standard error together. `codeBytes`: all files of the program together. `pids`: processes and
 * threads at one time.
 */
export const limitsSchema = z.object({
  wallMs: whole(LIMIT_RANGES.wallMs),
  memoryBytes: whole(LIMIT_RANGES.memoryBytes),
  cpus: z.number().min(LIMIT_RANGES.cpus.min).max(LIMIT_RANGES.cpus.max),
  outputBytes: whole(LIMIT_RANGES.outputBytes),
  codeBytes: whole(LIMIT_RANGES.codeBytes),
  pids: whole(LIMIT_RANGES.pids),
});
export type Limits = z.infer<typeof limitsSchema>;

/** The limits of the service that Sandpit replaces. */
export const DEFAULT_LIMITS: Limits = {
  wallMs: 30_000,
  memoryBytes: 128 * MIB,
  cpus: 0.5,
  outputBytes: 10_240,
  codeBytes: 51_200,
  pids: 64,
};
