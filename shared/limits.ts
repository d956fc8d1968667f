const MIB = 1024 * 1024;

/**
 * What one run may use. `wallMs`: wall-clock time from the moment the program is handed over, in milliseconds.
 * `memoryBytes`: memory, with no swap beyond it. `cpus`: processor time per second of wall-clock time. `outputBytes`:
 * standard output and standard error together. `codeBytes`: all files of the program together. `pids`: processes and
 * threads at one time.
 */
export interface Limits {
  wallMs: number;
  memoryBytes: number;
  cpus: number;
  outputBytes: number;
  codeBytes: number;
  pids: number;
}

/** The least and the most that a limit may be set to. */
export const LIMIT_RANGES = {
  wallMs: { min: 100, max: 600_000 },
  memoryBytes: { min: 32 * MIB, max: 4096 * MIB },
  cpus: { min: 0.1, max: 8 },
  outputBytes: { min: 1, max: 16 * MIB },
  codeBytes: { min: 1, max: MIB },
  pids: { min: 8, max: 1024 },
} as const;

/** The limits of the service that Sandpit replaces. */
export const DEFAULT_LIMITS: Limits = {
  wallMs: 30_000,
  memoryBytes: 128 * MIB,
  cpus: 0.5,
  outputBytes: 10_240,
  codeBytes: 51_200,
  pids: 64,
};

/** How much a program may write to `/tmp`, in bytes; never more than it may have of memory, of which that is a part. */
export const TMP_BYTES = 32 * MIB;

/** The most files that one program may have. */
export const MAX_FILES = 100;
