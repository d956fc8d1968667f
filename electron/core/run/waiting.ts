import type { ProcessTable } from "#shared/monitor.ts";
import type { Input } from "./input.ts";

/** After how long without output it is first asked whether the program waits, and how often it is asked again. */
const QUIET_MS = 150;
const INTERVAL_MS = 600;

/**
 * The kernel function in which a process that reads an empty pipe sleeps; its name differs between kernels. Where Node.js
 * starts a program itself, the pipe is a pair of sockets.
 */
const READING_A_PIPE = /^((anon_)?pipe_(read|wait)|unix_stream_(read_generic|data_wait))/;
/** Where an event loop sleeps, whatever it waits for. */
const IN_AN_EVENT_LOOP = /^(do_|sys_)?ep(oll)?_(poll|pwait|wait)/;

/**
 * Says whether a program waits for its input, from the kernel functions in which its processes sleep. A process that
 * reads a pipe does; an event loop (Node.js) may also wait for a timer, so there a prompt must stand at the end of the
 * output. A sandbox has no other pipes to speak of, and a wrong guess only shows or hides a hint.
 */
export function isWaitingForInput({ titles, rows }: ProcessTable, lastOutput: string): boolean {
  const column = titles.indexOf("WCHAN");
  const places = rows.map((row) => row[column] ?? "");
  if (places.some((place) => READING_A_PIPE.test(place))) return true;
  const prompted = lastOutput !== "" && !lastOutput.endsWith("\n");
  return prompted && places.some((place) => IN_AN_EVENT_LOOP.test(place));
}

export interface WaitingWatch {
  /** To be told of all output: it ends the waiting, and asks again later. */
  onOutput(text: string): void;
  stop(): void;
}

/**
 * Tells whenever a running program starts or stops to wait for input. `processes` answers its processes with the column
 * `WCHAN`; `null` where that cannot be had, and then nothing is told.
 */
export function watchForWaiting(options: {
  processes: () => Promise<ProcessTable | null>;
  input: Input;
  onWaiting: (waiting: boolean) => void;
}): WaitingWatch {
  const { processes, input, onWaiting } = options;
  let lastOutput = "";
  let waiting = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;

  const tell = (now: boolean) => {
    if (now === waiting || stopped) return;
    waiting = now;
    onWaiting(now);
  };
  const ask = async () => {
    asked += 1;
    const question = asked;
    if (input.ended) return tell(false);
    const table = await processes();
    if (stopped || question !== asked) return;
    if (!table) return;
    tell(isWaitingForInput(table, lastOutput));
    timer = setTimeout(ask, INTERVAL_MS);
  };
  timer = setTimeout(ask, QUIET_MS);

  return {
    onOutput(text) {
      lastOutput = text;
      asked += 1;
      clearTimeout(timer);
      tell(false);
      if (!stopped) timer = setTimeout(ask, QUIET_MS);
    },
    stop() {
      tell(false);
      stopped = true;
      clearTimeout(timer);
    },
  };
}
