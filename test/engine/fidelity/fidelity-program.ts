/** A small program that must do the same in a warm sandbox as in a plain interpreter. The first file is run. */
export interface FidelityProgram {
  name: string;
  files: Record<string, string>;
  /** All of standard input; nothing by default. */
  stdin?: string;
  /** The exit code expected of both, 0 by default: a program with a typing mistake of its own proves nothing. */
  exit?: number;
  /** Files that the learner need not bring to Sandpit, but must bring to the plain interpreter. */
  referenceFiles?: Record<string, string>;
}

/** What a program left behind, on either side. */
export interface Ending {
  stdout: string;
  stderr: string;
  exitCode: number | null;
}
