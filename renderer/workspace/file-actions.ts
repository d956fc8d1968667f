import { createKeyedQueue } from "#shared/keyed-queue.ts";
import type { Draft, OpenedFile } from "#shared/workspace.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import type { ViewState } from "../session/view-state.ts";
import { isDirty, isPristine, toNameProblem, toNewDraft } from "./drafts.ts";
import { receiveFile } from "./receive-file.ts";
import { activeDraft, draftOfFile } from "./workspace-state.ts";

/** A place that a run has named: line and column are 1-based, as they were when it began. */
type Place = NonNullable<ViewState["jump"]>;

export interface FileActions {
  /** A new, empty draft in the language of the one in front. */
  create(): void;
  open(): Promise<void>;
  openRecent(handle: string): Promise<void>;
  /** Files that the host has opened: by dialog, drop, menu or system. */
  take(files: readonly OpenedFile[]): void;
  save(id?: string): Promise<boolean>;
  saveAs(id?: string): Promise<boolean>;
  /** Closes at once, or asks where a text would be lost. */
  requestClose(id?: string): void;
  close(id: string): void;
  reopen(): void;
  /** Puts the cursor at a place of the last run, whose tab it opens again where that was closed. */
  goTo(place: Place): void;
  /** Renames, or says why that name cannot be used. */
  rename(id: string, name: string): string | null;
  /** Goes on in another language without touching any text: see the comment inside. */
  chooseLanguage(languageId: string): void;
}

/** What can be done with the files of the workspace. */
export function createFileActions(call: Call, stores: Stores): FileActions {
  const { workspace, notices, view } = stores;
  const languages = () => stores.languages.getState().list;
  const find = (id?: string): Draft | undefined => {
    const state = workspace.getState();
    return id === undefined ? activeDraft(state) : state.drafts.find((draft) => draft.id === id);
  };
  const tell = (text: string) => notices.dispatch({ type: "shown", notice: { tone: "neutral", text } });
  const complain = (text: string) => notices.dispatch({ type: "shown", notice: { tone: "attention", text } });

  function add(languageId: string | undefined, withSample: boolean): void {
    const language = languages().find(({ id }) => id === languageId) ?? languages()[0];
    if (!language) return;
    const taken = workspace.getState().drafts.map(({ name }) => name);
    const draft = toNewDraft(crypto.randomUUID(), language, taken, withSample ? language.sample : "");
    workspace.dispatch({ type: "added", draft });
    view.setState({ editorRequest: { kind: "focus" } });
  }

  function take(files: readonly OpenedFile[]): void {
    if (files.length === 0) return;
    const only = workspace.getState().drafts.length === 1 ? workspace.getState().drafts[0] : undefined;
    for (const file of files) {
      const open = draftOfFile(workspace.getState(), file.handle);
      workspace.dispatch({ type: "opened", id: crypto.randomUUID(), file, languages: languages() });
      if (open) receiveFile(stores, open.id, file);
    }
    // An untouched sample makes room for what the user brought.
    if (only && isPristine(only, languages())) workspace.dispatch({ type: "closed", id: only.id });
    view.setState({ editorRequest: { kind: "focus" } });
  }

  async function writeAs(id: string): Promise<boolean> {
    const draft = find(id);
    if (!draft) return false;
    const { content } = draft;
    const from = draft.file?.handle;
    const reply = await call("files.saveAs", { name: draft.name, content, ...(from !== undefined && { from }) });
    if (!reply.ok) complain(reply.error.message);
    if (!reply.ok || !reply.value.file) return false;
    const twin = draftOfFile(workspace.getState(), reply.value.file.handle);
    workspace.dispatch({
      type: "savedAs",
      id: draft.id,
      file: { ...reply.value.file, content },
      languages: languages(),
    });
    const kept = twin && twin.id !== draft.id ? find(twin.id) : undefined;
    if (twin && kept) {
      tell(`${twin.name} was open in another tab. Its text from there is now the draft ${kept.name}.`);
    }
    return true;
  }

  async function write(id: string): Promise<boolean> {
    const draft = find(id);
    if (!draft) return false;
    if (!draft.file) return writeAs(id);
    const { content, file } = draft;
    const reply = await call("files.save", { handle: file.handle, content, version: file.version });
    if (!reply.ok) {
      if (reply.error.code === "not_found") return writeAs(id);
      complain(reply.error.message);
      return false;
    }
    if (reply.value.saved) workspace.dispatch({ type: "saved", id, content, version: reply.value.version });
    else receiveFile(stores, id, reply.value.onDisk);
    return find(id)?.file?.savedContent === content;
  }

  /** One after another for each draft: a second save is told apart from another program's by the version of the first. */
  const inTurn = createKeyedQueue();
  const saveBy = (how: (id: string) => Promise<boolean>) => async (id?: string) => {
    const draft = find(id);
    return draft ? inTurn(draft.id, () => how(draft.id)) : false;
  };
  const save = saveBy(write);
  const saveAs = saveBy(writeAs);

  function close(id: string): void {
    const draft = find(id);
    if (!draft) return;
    workspace.dispatch({ type: "closed", id });
    view.setState({ closingId: null });
    if (draft.content === "") return;
    notices.dispatch({
      type: "shown",
      notice: { tone: "neutral", text: `${draft.name} was closed.`, action: { label: "Reopen", run: reopen } },
    });
  }

  function reopen(): void {
    workspace.dispatch({ type: "reopened" });
  }

  function goTo(place: Place): void {
    const { closed } = workspace.getState();
    const handle = closed.findLast(({ draft }) => draft.id === place.draftId)?.draft.file?.handle;
    if (!find(place.draftId)) workspace.dispatch({ type: "reopened", id: place.draftId });
    // Its file may have been opened again meanwhile, in a tab of its own.
    const draft = find(place.draftId) ?? draftOfFile(workspace.getState(), handle);
    if (draft) view.setState({ jump: { ...place, draftId: draft.id } });
    // More tabs were closed since than are kept.
    else tell("That file is not open any more. Open it, and run it again.");
  }

  return {
    create: () => add(find()?.language, false),
    async open() {
      const reply = await call("files.open", {});
      if (reply.ok) take(reply.value.files);
      else complain(reply.error.message);
    },
    async openRecent(handle) {
      const reply = await call("files.openRecent", { handle });
      if (reply.ok) take([reply.value]);
      else complain(reply.error.message);
    },
    take,
    save,
    saveAs,
    requestClose(id) {
      const draft = find(id);
      if (!draft) return;
      if (isDirty(draft, languages())) view.setState({ closingId: draft.id });
      else close(draft.id);
    },
    close,
    reopen,
    goTo,
    rename(id, name) {
      const problem = toNameProblem(name, id, workspace.getState().drafts);
      if (problem === null) workspace.dispatch({ type: "renamed", id, name, languages: languages() });
      return problem;
    },
    // A sample or an empty draft becomes one of the other language. A text of the user's own is no program of another
    // language, so it stays as it is, and the other language's tab comes to the front, or a new one.
    chooseLanguage(languageId) {
      const draft = find();
      const language = languages().find(({ id }) => id === languageId);
      if (!language || draft?.language === languageId) return;
      const { drafts } = workspace.getState();
      const other = drafts.find((candidate) => candidate.language === languageId);
      if (draft && isPristine(draft, languages()) && !other) {
        const taken = drafts.filter(({ id }) => id !== draft.id).map(({ name }) => name);
        const { name } = toNewDraft(draft.id, language, taken);
        const content = draft.content === "" ? "" : language.sample;
        workspace.dispatch({ type: "converted", id: draft.id, name, language: languageId, content });
      } else if (other) workspace.dispatch({ type: "activated", id: other.id });
      else add(languageId, true);
    },
  };
}
