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
  let skipped = 0;
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
    if (skipped === 0 || goesOn) return;
    screen.echo(
      "notice",
      `… ${skipped.toLocaleString("en")} characters were skipped: they came too fast to be read.\n`,
    );
    skipped = 0;
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
      skipped += surplus;
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
      skipped = 0;
      store.setState(({ version }) => ({ screen: createScreen(), version: version + 1 }));
    },
    settle() {
      drain(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    },
  };
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
