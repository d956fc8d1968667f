import type { ExportFormat } from "#shared/history.ts";
import type { HistoryFilter, HistoryRecord, HistorySelection } from "#shared/history-schema.ts";
import { languageOfFile } from "#shared/languages.ts";
import type { Draft } from "#shared/workspace.ts";
import type { RunActions } from "../run/run-actions.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import { PLAIN_TEXT } from "../workspace/drafts.ts";
import { toFreeName } from "./free-name.ts";

const PAGE = 200;

export interface HistoryActions {
  /** Reads the first page, how many runs there are, and how history stands. */
  load(): Promise<void>;
  /** Reads the page after the last one, if there is one and none is under way. */
  more(): Promise<void>;
  filter(change: HistoryFilter): void;
  open(seq: number): Promise<void>;
  /** Puts the files of a run into the editor, as new drafts beside what is open. */
  edit(record: HistoryRecord): void;
  /** The same, and runs them. */
  runAgain(record: HistoryRecord): Promise<void>;
  compare(a: number, b: number): Promise<void>;
  remove(seqs: readonly number[]): Promise<void>;
  clear(): Promise<void>;
  /** Saves the chosen runs, or all that the filter lets through. */
  save(format: ExportFormat): Promise<void>;
}

/** What can be done with the runs that were. */
export function createHistoryActions(call: Call, stores: Stores, run: Pick<RunActions, "start">): HistoryActions {
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

  function edit({ files, entry, language }: HistoryRecord): void {
    const ordered = [...files.filter(({ path }) => path !== entry), ...files.filter(({ path }) => path === entry)];
    const taken = workspace.getState().drafts.map(({ name }) => name);
    for (const { path, content } of ordered) {
      const open = workspace.getState().drafts.find((draft) => draft.name === path && draft.content === content);
      if (open) {
        workspace.dispatch({ type: "activated", id: open.id });
        continue;
      }
      const name = toFreeName(path, taken);
      taken.push(name);
      const own = languageOfFile(path, stores.languages.getState().list)?.id ?? PLAIN_TEXT;
      const draft: Draft = {
        ...{ id: crypto.randomUUID(), name, content, cursor: 0, file: null },
        language: path === entry ? language : own,
      };
      workspace.dispatch({ type: "added", draft });
    }
    view.setState({ screen: "code", editorRequest: { kind: "focus" } });
  }

  async function get(seq: number): Promise<HistoryRecord | null> {
    const reply = await call("history.get", { seq });
    if (reply.ok) return reply.value;
    tell("attention", reply.error.message);
    return null;
  }

  return {
    async load() {
      const { filter } = history.getState();
      await read(true);
      const [count, status] = await Promise.all([call("history.count", { filter }), call("history.status", {})]);
      if (history.getState().filter !== filter) return;
      if (count.ok) history.dispatch({ type: "counted", total: count.value.runs });
      if (status.ok) history.dispatch({ type: "reported", status: status.value });
    },
    async more() {
      const { loading, next, entries } = history.getState();
      if (!loading && entries !== null && next !== null) await read(false);
    },
    filter(change) {
      history.dispatch({ type: "filtered", filter: { ...history.getState().filter, ...change } });
    },
    async open(seq) {
      history.dispatch({ type: "opened", seq });
      const reply = await call("history.get", { seq });
      if (reply.ok) history.dispatch({ type: "fetched", record: reply.value });
      else history.dispatch({ type: "unreadable", seq, message: reply.error.message });
    },
    edit,
    async runAgain(record) {
      edit(record);
      await run.start();
    },
    async compare(a, b) {
      const [older, newer] = await Promise.all([get(Math.min(a, b)), get(Math.max(a, b))]);
      if (older && newer) history.dispatch({ type: "compared", pair: [older, newer] });
    },
    async remove(seqs) {
      const reply = await call("history.delete", { seqs: [...seqs] });
      if (!reply.ok) return tell("attention", reply.error.message);
      const left = seqs.length - reply.value.removed;
      const kept = left > 0 ? ` ${left} stayed: what is under way cannot be deleted.` : "";
      tell("neutral", `Deleted ${reply.value.removed} ${reply.value.removed === 1 ? "run" : "runs"}.${kept}`);
    },
    async clear() {
      const reply = await call("history.clear", {});
      if (reply.ok) tell("neutral", `Deleted all ${reply.value.removed} runs. The audit trail has noted that.`);
      else tell("attention", reply.error.message);
    },
    async save(format) {
      const { selected, filter } = history.getState();
      const selection: HistorySelection = selected.size > 0 ? { seqs: [...selected] } : { filter };
      const reply = await call("history.saveExport", { format, selection });
      if (!reply.ok) tell("attention", reply.error.message);
      else if (reply.value.saved) tell("neutral", `Saved ${reply.value.saved.displayPath}.`);
    },
  };
}
