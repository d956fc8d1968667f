import { createStore, type StoreApi } from "zustand/vanilla";
import { createScreen, type Screen } from "./screen.ts";

/** What one frame may spend on output, so that typing keeps the rest. */
const FRAME_BUDGET_MS = 4;
/** Drawing costs more than reading: by the line, and where lines are long, by the character. */
const FRAME_LINES = 60;
const FRAME_CHARS = 6_000;
const SLICE_CHARS = 2_048;
const SLICE_LINES = 20;
/** Output that waits beyond this would scroll away unseen; it is skipped, and that is said. */
const MAX_BACKLOG_CHARS = 130_000;
/** Frames left to the editor after each that has drawn output; more in a flood, which nobody reads as it passes. */
const IDLE_FRAMES = 1;
const FLOOD_CHARS = MAX_BACKLOG_CHARS / 2;
const FLOOD_IDLE_FRAMES = 5;
/** How often skipping is mentioned while it goes on. */
const NOTE_INTERVAL_MS = 1_000;

export interface OutputState {
  screen: Screen;
  /** Changes once per frame in which anything was written. */
  version: number;
}

export interface OutputFeed {
  store: StoreApi<OutputState>;
  write(source: "stdout" | "stderr", text: string): void;
  echo(source: "input" | "notice", text: string): void;
  clear(): void;
  /** The program has ended: what a frame has room for is there at once. */
  end(): void;
  /** Writes everything that waits, for tests and before the text is copied. */
  settle(): void;
}

/** How many characters were left out, of what the program has printed and of what was typed or pasted. */
interface Skipped {
  output: number;
  input: number;
}

const NOTHING_SKIPPED: Skipped = { output: 0, input: 0 };

interface Chunk {
  source: "stdout" | "stderr" | "input" | "notice";
  text: string;
}

/** Takes output as fast as it comes and puts it on the screen at most once per frame, in bounded time and memory. */
export function createOutputFeed(
  requestFrame: (callback: () => void) => void = requestAnimationFrame,
  now: () => number = () => performance.now(),
): OutputFeed {
  const store = createStore<OutputState>(() => ({ screen: createScreen(), version: 0 }));
  let queue: Chunk[] = [];
  let backlog = 0;
  let skipped = NOTHING_SKIPPED;
  let scheduled = false;
  let notedAt = Number.NEGATIVE_INFINITY;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestFrame(onFrame);
  }

  const drainFrame = () => drain(now() + FRAME_BUDGET_MS, FRAME_LINES, FRAME_CHARS);

  function onFrame(): void {
    drainFrame();
    if (queue.length > 0) pause(backlog > FLOOD_CHARS ? FLOOD_IDLE_FRAMES : IDLE_FRAMES);
    else scheduled = false;
  }

  function pause(frames: number): void {
    requestFrame(frames > 0 ? () => pause(frames - 1) : onFrame);
  }

  function drain(deadline: number, maxLines: number, maxChars: number): void {
    const { screen, version } = store.getState();
    noteSkipped(screen);
    const lastLine = screen.lineCount + screen.droppedLines + maxLines;
    let done = 0;
    let chars = 0;
    const hasRoom = () => chars < maxChars && screen.lineCount + screen.droppedLines < lastLine;
    while (done < queue.length && now() < deadline && hasRoom()) {
      const chunk = queue[done];
      if (!chunk) break;
      // A copy: a part of a string keeps all of it in memory, and each line would hold on to the message it came in.
      const slice = structuredClone(chunk.text.slice(0, toSliceEnd(chunk.text)));
      if (chunk.source === "stdout" || chunk.source === "stderr") screen.write(chunk.source, slice);
      else screen.echo(chunk.source, slice);
      backlog -= slice.length;
      chars += slice.length;
      chunk.text = chunk.text.slice(slice.length);
      if (chunk.text === "") done += 1;
    }
    queue = queue.slice(done);
    store.setState({ version: version + 1 });
  }

  function noteSkipped(screen: Screen): void {
    const goesOn = backlog > FLOOD_CHARS && now() - notedAt < NOTE_INTERVAL_MS;
    if (skipped === NOTHING_SKIPPED || goesOn) return;
    for (const words of toSkippedWords(skipped)) screen.echo("notice", `… ${words}\n`);
    skipped = NOTHING_SKIPPED;
    notedAt = now();
  }

  function push(chunk: Chunk): void {
    if (chunk.text === "") return;
    queue.push(chunk);
    backlog += chunk.text.length;
    while (backlog > MAX_BACKLOG_CHARS && queue.length > 0) {
      const oldest = queue[0];
      if (!oldest) break;
      const surplus = Math.min(oldest.text.length, backlog - MAX_BACKLOG_CHARS);
      oldest.text = oldest.text.slice(surplus);
      backlog -= surplus;
      const kind = oldest.source === "input" ? "input" : "output";
      skipped = { ...skipped, [kind]: skipped[kind] + surplus };
      if (oldest.text === "") queue.shift();
    }
    schedule();
  }

  return {
    store,
    write: (source, text) => push({ source, text }),
    echo: (source, text) => push({ source, text }),
    end() {
      if (queue.length > 0) drainFrame();
    },
    clear() {
      queue = [];
      backlog = 0;
      skipped = NOTHING_SKIPPED;
      store.setState(({ version }) => ({ screen: createScreen(), version: version + 1 }));
    },
    settle() {
      drain(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    },
  };
}

/** Only showing is skipped: the program is sent all of its input, whether it is shown or not. */
function toSkippedWords({ output, input }: Skipped): string[] {
  const count = (chars: number) => `${chars.toLocaleString("en")} ${chars === 1 ? "character" : "characters"}`;
  return [
    ...(output > 0 ? [`${count(output)} of output are not shown: the program printed faster than anybody reads.`] : []),
    ...(input > 0 ? [`${count(input)} of your input are not shown, because there is so much of it.`] : []),
  ];
}

/** Some lines, or part of a very long one. */
function toSliceEnd(text: string): number {
  let end = 0;
  for (let lines = 0; lines < SLICE_LINES; lines += 1) {
    const next = text.indexOf("\n", end);
    if (next < 0 || next >= SLICE_CHARS) return Math.min(text.length, SLICE_CHARS);
    end = next + 1;
  }
  return end;
}
