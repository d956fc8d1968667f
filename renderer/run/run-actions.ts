import type { Backend, RunRequest, RunResult } from "#shared/run.ts";
import type { IsolationActions } from "../isolation/isolation-actions.ts";
import { findFatalError } from "../program-error/parse-error.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import { toProgramDrafts, toRunRequest } from "../workspace/run-request.ts";
import type { WorkspaceState } from "../workspace/workspace-state.ts";
import { withLastInFront } from "./last-program.ts";
import { isAlive, type LocatedError } from "./run-state.ts";

/** A program that ran before, to be run as it was. */
export interface KeptProgram extends Pick<RunRequest, "language" | "files" | "entry" | "stdin"> {
  /** The drafts that its files are open as, by the names they have inside the program. */
  drafts: Readonly<Record<string, string>>;
  /** What the output begins with, for the user. */
  note: string;
}

export interface RunActions {
  /** Runs the program in front. While one runs, it does nothing. */
  start(): Promise<void>;
  /** Runs the program of the last run, as it is now, whatever is in front. Where it is not open any more, it says so. */
  startAgain(): Promise<void>;
  /** Runs exactly these files, whatever else is open. While a program runs, it says so and does nothing. */
  startKept(program: KeptProgram): Promise<void>;
  stop(): Promise<void>;
  /** Lines of input, without their line ends. What the program does not take is said to be not sent. */
  sendLines(lines: readonly string[]): Promise<void>;
  /** Ends the input, after what was typed last. */
  endInput(text: string): Promise<void>;
  clear(): void;
  copy(): Promise<void>;
  onFinished(result: RunResult): void;
}

/** What is to be run: what is in front, the program of the last run, or one as it was kept. */
type Launch = { kind: "front" } | { kind: "again" } | { kind: "kept"; program: KeptProgram };

/** How much input is sent at once. A program that reads keeps up with pieces of this size. */
const PIECE_CHARS = 32_768;

/** What can be done with a run. */
export function createRunActions(
  call: Call,
  stores: Stores,
  isolation: Pick<IsolationActions, "refresh" | "allowLocal" | "listImages">,
): RunActions {
  const { run, output, status, workspace, notices } = stores;
  let starting = false;
  let sending = Promise.resolve();

  /**
   * Where the next run goes, or `null` where it must not go anywhere. It is decided here, at the press of the button,
   * and sent along: if the engine is gone by then, the run is refused and not quietly run without isolation.
   */
  async function chooseBackend(): Promise<Backend | null> {
    if (!status.getState().status) await isolation.refresh();
    const backend = status.getState().status?.backend ?? null;
    if (backend !== "local") return backend;
    return (await isolation.allowLocal()) ? backend : null;
  }

  /** What is open, as a request, with the drafts that its files come from. */
  function toOpenProgram(open: WorkspaceState, id: string, backend: Backend) {
    const languages = stores.languages.getState().list;
    const request = toRunRequest(open, languages, { id, backend });
    if (!request) return null;
    const drafts = toProgramDrafts(open, languages);
    return { request, files: Object.fromEntries(drafts.map((draft) => [draft.name, draft.id])) };
  }

  function toProgram(what: Launch, id: string, backend: Backend) {
    if (what.kind === "kept") return toKeptRequest(what.program, id, backend);
    const open = what.kind === "again" ? withLastInFront(workspace.getState(), run.getState()) : workspace.getState();
    return open && toOpenProgram(open, id, backend);
  }

  async function launch(what: Launch): Promise<void> {
    const backend = await chooseBackend();
    if (!backend) return;
    const id = crypto.randomUUID();
    const program = toProgram(what, id, backend);
    if (!program) {
      complain(
        what.kind === "again"
          ? "The program that ran is no longer open. Open it, and press Run."
          : "Open a program to run: the file in front is not one.",
      );
      return;
    }
    const { request, files } = program;
    output.clear();
    sending = Promise.resolve();
    if (what.kind === "kept") output.echo("notice", `${what.program.note}\n`);
    const { language, entry = request.files[0]?.path ?? "" } = request;
    run.dispatch({ type: "begun", id, backend, language, files, entry, startedAtMs: performance.now() });
    if (request.stdin !== undefined) run.dispatch({ type: "inputEnded", id });
    // The reply comes at the very end of the run; a second press in the meantime is answered by the run's state.
    starting = false;
    const reply = await call("run.start", request);
    if (reply.ok) return onFinished(reply.value);
    run.dispatch({ type: "refused", id, failure: reply.error, refusedAt: Date.now() });
    // The window believed the image to be there: the card that offers to build it must know better.
    if (reply.error.code === "image_missing") await isolation.listImages();
  }

  async function begin(what: Launch): Promise<void> {
    if (starting || isAlive(run.getState())) {
      if (what.kind === "kept") complain("A program is running. Stop it, or wait for its end, and then run this one.");
      return;
    }
    starting = true;
    try {
      await launch(what);
    } finally {
      starting = false;
    }
  }

  function complain(text: string): void {
    notices.dispatch({ type: "shown", notice: { tone: "attention", text } });
  }

  function onFinished(result: RunResult): void {
    const state = run.getState();
    if (!isAlive(state) || state.id !== result.id) return;
    output.end();
    run.dispatch({ type: "finished", result, error: toLocatedError(result, state.files) });
  }

  /** Input goes one after the other: what is typed while something long is still being sent comes behind it. */
  function inOrder(step: (runId: string) => Promise<void>): Promise<void> {
    const state = run.getState();
    if (!isAlive(state) || state.inputEnded) return Promise.resolve();
    sending = sending.then(() => (takesInput(state.id) ? step(state.id) : undefined));
    return sending;
  }

  function takesInput(runId: string): boolean {
    const state = run.getState();
    return isAlive(state) && state.id === runId && !state.inputEnded;
  }

  async function sendPieces(id: string, pieces: readonly string[]): Promise<void> {
    for (const [index, text] of pieces.entries()) {
      if (!takesInput(id)) return;
      output.echo("input", text);
      const reply = await call("run.input", { id, text });
      if (reply.ok) continue;
      output.echo("notice", `${toNotSentWords(pieces.slice(index))}\n`);
      complain(reply.error.message);
      return;
    }
  }

  async function sendEnd(id: string, text: string): Promise<void> {
    if (text !== "") output.echo("input", text);
    output.echo("notice", "End of input\n");
    run.dispatch({ type: "inputEnded", id });
    const reply = await call("run.input", { id, text, end: true });
    if (!reply.ok) complain(reply.error.message);
  }

  return {
    start: () => begin({ kind: "front" }),
    startAgain: () => begin({ kind: "again" }),
    startKept: (program) => begin({ kind: "kept", program }),
    async stop() {
      const state = run.getState();
      if (!isAlive(state) || state.phase === "stopping") return;
      run.dispatch({ type: "stopping", id: state.id });
      const reply = await call("run.stop", { id: state.id });
      if (!reply.ok) complain(reply.error.message);
    },
    sendLines: (lines) => inOrder((id) => sendPieces(id, toPieces(lines))),
    endInput: (text) => inOrder((id) => sendEnd(id, text)),
    clear() {
      output.clear();
      run.dispatch({ type: "cleared" });
    },
    async copy() {
      output.settle();
      const reply = await call("app.copyText", { text: output.store.getState().screen.text() });
      if (reply.ok) notices.dispatch({ type: "shown", notice: { tone: "neutral", text: "The output was copied." } });
      else complain(reply.error.message);
    },
    onFinished,
  };
}

/** Whole lines, as many as go together; a line that is longer stands alone. */
function toPieces(lines: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const line of lines) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + line.length < PIECE_CHARS) pieces[pieces.length - 1] = `${last}${line}\n`;
    else pieces.push(`${line}\n`);
  }
  return pieces;
}

function toNotSentWords(pieces: readonly string[]): string {
  const lines = pieces.reduce((sum, piece) => sum + piece.split("\n").length - 1, 0);
  return lines === 1 ? "The last line was not sent." : `The last ${lines.toLocaleString("en")} lines were not sent.`;
}

const toKeptRequest = ({ drafts, note: _, ...program }: KeptProgram, id: string, backend: Backend) => ({
  request: { ...program, id, backend } satisfies RunRequest,
  files: drafts,
});

function toLocatedError(result: RunResult, files: Readonly<Record<string, string>>): LocatedError | null {
  const error = findFatalError(result, Object.keys(files));
  const draftId = error ? files[error.file] : undefined;
  return error && draftId ? { ...error, draftId } : null;
}
