import type { Backend, RunRequest, RunResult } from "#shared/run.ts";
import type { IsolationActions } from "../isolation/isolation-actions.ts";
import { parseProgramError } from "../program-error/parse-error.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import { toProgramDrafts, toRunRequest } from "../workspace/run-request.ts";
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
  /** Runs exactly these files, whatever else is open. While a program runs, it says so and does nothing. */
  startKept(program: KeptProgram): Promise<void>;
  stop(): Promise<void>;
  /** One line of input, without its line end. */
  sendLine(text: string): Promise<void>;
  /** Ends the input, after what was typed last. */
  endInput(text: string): Promise<void>;
  clear(): void;
  copy(): Promise<void>;
  onFinished(result: RunResult): void;
}

/** What can be done with a run. */
export function createRunActions(
  call: Call,
  stores: Stores,
  isolation: Pick<IsolationActions, "refresh" | "allowLocal" | "listImages">,
): RunActions {
  const { run, output, status, workspace, notices } = stores;
  let starting = false;

  /**
   * Where the next run goes, or `null` where it must not go anywhere. It is decided here, at the press of the button,
   * and sent along: if the engine is gone by then, the run is refused and not quietly run without isolation.
   */
  async function chooseBackend(): Promise<Backend | null> {
    if (!status.getState().status) await isolation.refresh();
    const { status: known, localAllowed } = status.getState();
    if (known?.backend !== "local") return known?.backend ?? null;
    return localAllowed || (await isolation.allowLocal()) ? "local" : null;
  }

  /** What is in front, as a request, with the drafts that its files come from. */
  function toProgramInFront(id: string, backend: Backend) {
    const languages = stores.languages.getState().list;
    const request = toRunRequest(workspace.getState(), languages, { id, backend });
    if (!request) return null;
    const drafts = toProgramDrafts(workspace.getState(), languages);
    return { request, files: Object.fromEntries(drafts.map((draft) => [draft.name, draft.id])) };
  }

  async function launch(kept: KeptProgram | null): Promise<void> {
    const backend = await chooseBackend();
    if (!backend) return;
    const id = crypto.randomUUID();
    const program = kept ? toKeptRequest(kept, id, backend) : toProgramInFront(id, backend);
    if (!program) {
      complain("Open a program to run: the file in front is not one.");
      return;
    }
    const { request, files } = program;
    output.clear();
    if (kept) output.echo("notice", `${kept.note}\n`);
    run.dispatch({ type: "begun", id, backend, language: request.language, files, startedAtMs: performance.now() });
    if (request.stdin !== undefined) run.dispatch({ type: "inputEnded", id });
    // The reply comes at the very end of the run; a second press in the meantime is answered by the run's state.
    starting = false;
    const reply = await call("run.start", request);
    if (reply.ok) return onFinished(reply.value);
    run.dispatch({ type: "refused", id, failure: reply.error, refusedAt: Date.now() });
    // The window believed the image to be there: the card that offers to build it must know better.
    if (reply.error.code === "image_missing") await isolation.listImages();
  }

  async function begin(kept: KeptProgram | null): Promise<void> {
    if (starting || isAlive(run.getState())) {
      if (kept) complain("A program is running. Stop it, or wait for its end, and then run this one.");
      return;
    }
    starting = true;
    try {
      await launch(kept);
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

  async function send(text: string, end: boolean): Promise<void> {
    const state = run.getState();
    if (!isAlive(state) || state.inputEnded) return;
    if (end) run.dispatch({ type: "inputEnded", id: state.id });
    const reply = await call("run.input", end ? { id: state.id, text, end } : { id: state.id, text });
    if (!reply.ok) complain(reply.error.message);
  }

  return {
    start: () => begin(null),
    startKept: begin,
    async stop() {
      const state = run.getState();
      if (!isAlive(state) || state.phase === "stopping") return;
      run.dispatch({ type: "stopping", id: state.id });
      const reply = await call("run.stop", { id: state.id });
      if (!reply.ok) complain(reply.error.message);
    },
    async sendLine(text) {
      output.echo("input", `${text}\n`);
      await send(`${text}\n`, false);
    },
    async endInput(text) {
      if (text !== "") output.echo("input", text);
      output.echo("notice", "End of input\n");
      await send(text, true);
    },
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

const toKeptRequest = ({ drafts, note: _, ...program }: KeptProgram, id: string, backend: Backend) => ({
  request: { ...program, id, backend } satisfies RunRequest,
  files: drafts,
});

/** Only a program that failed by itself has an error to point at; one that was stopped has at most its traces. */
function toLocatedError(result: RunResult, files: Readonly<Record<string, string>>): LocatedError | null {
  if (result.outcome !== "failed" && result.outcome !== "compile_error") return null;
  const error = parseProgramError(result.stderr, Object.keys(files), result.outcome);
  const draftId = error ? files[error.file] : undefined;
  return error && draftId ? { ...error, draftId } : null;
}
