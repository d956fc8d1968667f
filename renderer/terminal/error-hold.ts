/** How long an error message waits for output that was printed before it. The end of the program ends it sooner. */
const HOLD_MS = 150;

/** How Python and Node.js begin to say which error nobody caught: the last thing that a program prints. */
const BEGINNING = /^(?:Traceback \(most recent call last\):|\S+:\d+)\r?$/m;

export interface ErrorHold {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Writes what is held: nothing that belongs before it will come any more. */
  release(): void;
  /** Forgets what is held. */
  drop(): void;
}

/**
 * Keeps the message of an uncaught error behind the output that was printed before it. A program's two streams reach an
 * engine through two pipes and are passed on as they are read, so the message may overtake the lines that led to it.
 * Everything else on standard error is written as it comes.
 */
export function createErrorHold(write: (source: "stdout" | "stderr", text: string) => void): ErrorHold {
  let held = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function release(): void {
    clearTimeout(timer);
    const text = held;
    held = "";
    if (text !== "") write("stderr", text);
  }

  return {
    stdout: (text) => write("stdout", text),
    stderr(text) {
      if (held !== "") {
        held += text;
        return;
      }
      const start = text.search(BEGINNING);
      const [now, later] = start < 0 ? [text, ""] : [text.slice(0, start), text.slice(start)];
      if (now !== "") write("stderr", now);
      if (later === "") return;
      held = later;
      timer = setTimeout(release, HOLD_MS);
    },
    release,
    drop() {
      clearTimeout(timer);
      held = "";
    },
  };
}
