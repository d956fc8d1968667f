import { type ExportFormat, MAX_SELECTED } from "#shared/history.ts";
import type { HistoryFilter, HistoryRecord, HistorySelection } from "#shared/history-schema.ts";
import { findKnownRuns } from "#shared/known-runs.ts";
import { languageOfFile } from "#shared/languages.ts";
import type { Draft } from "#shared/workspace.ts";
import type { RunActions } from "../run/run-actions.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import { PLAIN_TEXT } from "../workspace/drafts.ts";
import { toNumberedName } from "../workspace/free-name.ts";
import type { Period } from "./history-period.ts";
import { toRunsWords } from "./history-words.ts";

const PAGE = 200;

export interface HistoryActions {
  /** Reads the first page, how many runs there are, and how history stands. */
  load(): Promise<void>;
  /** Reads how many runs there are, and how history stands. */
  recount(): Promise<void>;
  /** Reads the page after the last one, if there is one and none is under way. */
  more(): Promise<void>;
  filter(change: HistoryFilter, period?: Period): void;
  open(seq: number): Promise<void>;
  /** Chooses those of these runs that are still there, and opens the first. Answers whether there is any. */
  choose(seqs: readonly number[]): Promise<boolean>;
  /** Reads the rest of the list, as far as runs may be chosen together, and chooses all of it. */
  chooseAll(): Promise<void>;
  /** Puts the files of a run into the editor, beside what is open. */
  edit(record: HistoryRecord): void;
  /** The same, and runs them as they were, with the input that they had. */
  runAgain(record: HistoryRecord): Promise<void>;
  compare(a: number, b: number): Promise<void>;
  remove(seqs: readonly number[]): Promise<void>;
  clear(): Promise<void>;
  /** Saves the chosen runs, or all that the filter lets through. */
  save(format: ExportFormat): Promise<void>;
}

/** What can be done with the runs that were. */
export function createHistoryActions(call: Call, stores: Stores, run: Pick<RunActions, "startKept">): HistoryActions {
  const { history, notices, workspace, view } = stores;
  const tell = (tone: "neutral" | "attention", text: string) =>
    notices.dispatch({ type: "shown", notice: { tone, text } });
  /** A page that was asked for before the filter changed must not come into the new list. */
  let asked = 0;

  async function read(first: boolean): Promise<void> {
    const { filter, next } = history.getState();
    const mine = ++asked;
    history.dispatch({ type: "loading" });
    const before = first || next === null ? {} : { before: next };
    const reply = await call("history.list", { filter, size: PAGE, ...before });
    if (mine !== asked) return;
    if (reply.ok) history.dispatch({ type: "loaded", ...reply.value, first });
    else history.dispatch({ type: "failed", message: reply.error.message });
  }

  async function recount(): Promise<void> {
    const { filter } = history.getState();
    const [count, status] = await Promise.all([call("history.count", { filter }), call("history.status", {})]);
    if (history.getState().filter !== filter) return;
    if (count.ok) history.dispatch({ type: "counted", total: count.value.runs });
    if (status.ok) history.dispatch({ type: "reported", status: status.value });
  }

  /** Answers the drafts by the names that the files have in the run. */
  function edit({ files, entry, language }: HistoryRecord): Record<string, string> {
    const ordered = [...files.filter(({ path }) => path !== entry), ...files.filter(({ path }) => path === entry)];
    const taken = workspace.getState().drafts.map(({ name }) => name);
    const drafts: Record<string, string> = {};
    for (const { path, content } of ordered) {
      const open = workspace.getState().drafts.find((draft) => draft.name === path && draft.content === content);
      if (open) {
        drafts[path] = open.id;
        workspace.dispatch({ type: "activated", id: open.id });
        continue;
      }
      const name = toNumberedName(path, taken);
      taken.push(name);
      const own = languageOfFile(path, stores.languages.getState().list)?.id ?? PLAIN_TEXT;
      const draft: Draft = {
        ...{ id: crypto.randomUUID(), name, content, cursor: 0, file: null },
        language: path === entry ? language : own,
      };
      drafts[path] = draft.id;
      workspace.dispatch({ type: "added", draft });
    }
    view.setState({ screen: "code", editorRequest: { kind: "focus" } });
    return drafts;
  }

  async function get(seq: number): Promise<HistoryRecord | null> {
    const reply = await call("history.get", { seq });
    if (reply.ok) return reply.value;
    tell("attention", reply.error.message);
    return null;
  }

  async function open(seq: number): Promise<void> {
    history.dispatch({ type: "opened", seq });
    const reply = await call("history.get", { seq });
    if (reply.ok) history.dispatch({ type: "fetched", record: reply.value });
    else history.dispatch({ type: "unreadable", seq, message: reply.error.message });
  }

  return {
    async load() {
      const { filter } = history.getState();
      await read(true);
      if (history.getState().filter === filter) await recount();
    },
    recount,
    async more() {
      const { loading, next, entries } = history.getState();
      if (!loading && entries !== null && next !== null) await read(false);
    },
    filter(change, period) {
      const filter = { ...history.getState().filter, ...change };
      history.dispatch({ type: "filtered", filter, ...(period !== undefined && { period }) });
    },
    open,
    async choose(seqs) {
      const known = await findKnownRuns(call, seqs);
      const [first] = known;
      if (first === undefined) {
        tell("neutral", "These runs are not in history any more. They were deleted, or were too old.");
        return false;
      }
      history.dispatch({ type: "filtered", filter: {}, period: "" });
      history.dispatch({ type: "selected", seqs: known, on: true });
      void open(first);
      return true;
    },
    async chooseAll() {
      const { filter } = history.getState();
      const isMore = () => {
        const { entries, next, problem } = history.getState();
        return next !== null && problem === null && (entries?.length ?? 0) < MAX_SELECTED;
      };
      while (isMore()) {
        await read(false);
        if (history.getState().filter !== filter) return;
      }
      const seqs = (history.getState().entries ?? []).slice(0, MAX_SELECTED).map(({ seq }) => seq);
      history.dispatch({ type: "selected", seqs, on: true });
    },
    edit(record) {
      edit(record);
    },
    async runAgain(record) {
      const drafts = edit(record);
      const { seq, language, files, entry, stdin } = record;
      // An input that was given whole was whole even where it was empty; one that was typed is known where it was not cut.
      const hasInput = stdin.whole || stdin.text !== "";
      const withInput = hasInput && !stdin.truncated;
      const note = `Run ${seq} again${withInput && stdin.text !== "" ? ", with the input that it had" : ""}`;
      await run.startKept({ language, files, entry, drafts, note, ...(withInput && { stdin: stdin.text }) });
    },
    async compare(a, b) {
      const [older, newer] = await Promise.all([get(Math.min(a, b)), get(Math.max(a, b))]);
      if (older && newer) history.dispatch({ type: "compared", pair: [older, newer] });
    },
    async remove(seqs) {
      let removed = 0;
      for (let from = 0; from < seqs.length; from += MAX_SELECTED) {
        const reply = await call("history.delete", { seqs: seqs.slice(from, from + MAX_SELECTED) });
        if (!reply.ok) return tell("attention", reply.error.message);
        removed += reply.value.removed;
      }
      const kept = removed < seqs.length ? " The others are under way, or were gone already." : "";
      tell("neutral", `Deleted ${toRunsWords(removed)}.${kept}`);
    },
    async clear() {
      const reply = await call("history.clear", {});
      if (reply.ok)
        tell("neutral", `Deleted ${toRunsWords(reply.value.removed)}. The audit trail keeps that this was done.`);
      else tell("attention", reply.error.message);
    },
    async save(format) {
      const { selected, filter } = history.getState();
      if (selected.size > MAX_SELECTED) {
        const most = MAX_SELECTED.toLocaleString("en");
        return tell(
          "attention",
          `At most ${most} runs can be chosen for an export. Narrow the list, and export all of it.`,
        );
      }
      const selection: HistorySelection = selected.size > 0 ? { seqs: [...selected] } : { filter };
      const reply = await call("history.saveExport", { format, selection });
      if (!reply.ok) tell("attention", reply.error.message);
      else if (reply.value.saved) tell("neutral", `Saved ${reply.value.saved.displayPath}.`);
    },
  };
}
