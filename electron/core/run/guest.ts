import type { OutputStream } from "../engine/demultiplex.ts";

/** How a program ended, as far as the backend can tell. */
export interface Exit {
  exitCode: number;
  oomKilled: boolean;
}

/** What a run used. */
export interface Usage {
  peakMemoryBytes: number | null;
  cpuMs: number | null;
}

/** A program that runs somewhere else: in a container, or as a process of this machine. */
export interface Guest {
  /** Hands the program over; it runs from then on. */
  start(): Promise<void>;
  /** Calls once the program is compiled and begins; never where it does not compile. Only for compiled languages. */
  onCompiled?(listener: () => void): void;
  /** Called with views; copy what is to be kept. */
  onOutput(listener: (stream: OutputStream, bytes: Uint8Array) => void): void;
  /** Bytes for the program's standard input. A program that has ended is no error. */
  write(bytes: Uint8Array): Promise<void>;
  /** The program reads end of file once it has read what was written. */
  end(): void;
  /** Ends the program with everything that it has started. */
  kill(): Promise<void>;
  /** Rejects with a SandpitError where the end can no longer be known. */
  exited: Promise<Exit>;
  /** Resolves when nothing more will be printed. */
  outputEnded: Promise<void>;
  usage(): Usage;
}
