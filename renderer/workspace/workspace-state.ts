import { type Language, languageOfFile } from "#shared/languages.ts";
import type { Draft, OpenedFile, Workspace } from "#shared/workspace.ts";
import { PLAIN_TEXT, toOpenedDraft } from "./drafts.ts";
import { toNumberedName } from "./free-name.ts";

/** How many closed tabs can be reopened. */
const MAX_CLOSED = 20;

/** What another program did to an open file whose draft has text of its own; `null` where it removed the file. */
export type DiskChange = OpenedFile | null;

export interface WorkspaceState {
  drafts: readonly Draft[];
  activeId: string | null;
  /** The program that was active last: what Run runs while a data file is in front. */
  programId: string | null;
  /** The most recently closed is last. */
  closed: readonly { draft: Draft; index: number }[];
  /** By draft: changes on disk that wait for a decision. */
  diskChanges: Readonly<Record<string, DiskChange>>;
}

export type WorkspaceAction =
  | { type: "loaded"; workspace: Workspace }
  | { type: "added"; draft: Draft }
  | { type: "opened"; id: string; file: OpenedFile; languages: readonly Language[] }
  | { type: "activated"; id: string }
  | { type: "edited"; id: string; content: string; cursor: number }
  | { type: "cursorMoved"; id: string; cursor: number }
  | { type: "renamed"; id: string; name: string; languages: readonly Language[] }
  | { type: "converted"; id: string; name: string; language: string; content: string }
  | { type: "closed"; id: string }
  /** Without an id, the tab that was closed last. */
  | { type: "reopened"; id?: string }
  | { type: "saved"; id: string; content: string; version: string }
  | { type: "savedAs"; id: string; file: OpenedFile; languages: readonly Language[] }
  | { type: "diskChanged"; id: string; change: DiskChange }
  /** The file on disk is what the draft knows of it: nothing is left to decide. */
  | { type: "diskSettled"; id: string }
  | { type: "theirsLoaded"; id: string; file: OpenedFile }
  | { type: "mineKept"; id: string };

export const EMPTY_WORKSPACE: WorkspaceState = {
  drafts: [],
  activeId: null,
  programId: null,
  closed: [],
  diskChanges: {},
};

/** Every change of what is open. */
export function reduceWorkspace(state: WorkspaceState, action: WorkspaceAction): WorkspaceState {
  switch (action.type) {
    case "loaded":
      return activate({ ...EMPTY_WORKSPACE, drafts: action.workspace.drafts }, action.workspace.activeId);
    case "added":
      return activate({ ...state, drafts: [...state.drafts, action.draft] }, action.draft.id);
    case "opened": {
      const open = draftOfFile(state, action.file.handle);
      if (open) return activate(state, open.id);
      const draft = toOpenedDraft(action.id, action.file, action.languages);
      return activate({ ...state, drafts: [...state.drafts, draft] }, draft.id);
    }
    case "activated":
      // Whoever asks may not know yet that it was closed.
      return state.drafts.some(({ id }) => id === action.id) ? activate(state, action.id) : state;
    case "edited":
      return change(state, action.id, { content: action.content, cursor: action.cursor });
    case "cursorMoved":
      return change(state, action.id, { cursor: action.cursor });
    case "renamed": {
      const language = languageOfFile(action.name, action.languages)?.id ?? PLAIN_TEXT;
      // The file on disk keeps its name; a draft that is called something else is no longer that file.
      const detached =
        state.drafts.find(({ id }) => id === action.id)?.file?.name === action.name ? {} : { file: null };
      return change(state, action.id, { name: action.name, language, ...detached });
    }
    case "converted":
      return change(state, action.id, {
        name: action.name,
        language: action.language,
        content: action.content,
        cursor: action.content.length,
      });
    case "closed":
      return close(state, action.id);
    case "reopened": {
      const last = state.closed.findLast(({ draft }) => action.id === undefined || draft.id === action.id);
      if (!last) return state;
      const rest = { ...state, closed: state.closed.filter((closed) => closed !== last) };
      const open = draftOfFile(state, last.draft.file?.handle);
      // The file was opened again in the meantime. Only a text that no file has is worth a tab of its own beside it.
      if (open && last.draft.content === last.draft.file?.savedContent) return activate(rest, open.id);
      const draft = open ? toDetached(last.draft, state.drafts) : last.draft;
      return activate({ ...rest, drafts: state.drafts.toSpliced(last.index, 0, draft) }, draft.id);
    }
    case "saved": {
      const file = state.drafts.find(({ id }) => id === action.id)?.file;
      if (!file) return state;
      return withoutDiskChange(
        change(state, action.id, { file: { ...file, savedContent: action.content, version: action.version } }),
        action.id,
      );
    }
    case "savedAs": {
      const { name, language, file } = toOpenedDraft(action.id, action.file, action.languages);
      const saved = withoutDiskChange(change(state, action.id, { name, language, file }), action.id);
      return withoutTwin(saved, action.id, action.file);
    }
    case "diskChanged":
      return { ...state, diskChanges: { ...state.diskChanges, [action.id]: action.change } };
    case "diskSettled":
      return withoutDiskChange(state, action.id);
    case "theirsLoaded": {
      const { handle, name, displayPath, content, version } = action.file;
      const file = { handle, name, displayPath, savedContent: content, version };
      return withoutDiskChange(change(state, action.id, { content, file }), action.id);
    }
    case "mineKept": {
      const theirs = state.diskChanges[action.id];
      const file = state.drafts.find(({ id }) => id === action.id)?.file ?? null;
      // Knowing their version lets the next save replace it on purpose.
      const kept = theirs && file ? { ...file, savedContent: theirs.content, version: theirs.version } : null;
      return withoutDiskChange(change(state, action.id, { file: kept }), action.id);
    }
  }
}

/** The draft in front, or `undefined` where nothing is open. */
export function activeDraft(state: WorkspaceState): Draft | undefined {
  return state.drafts.find((draft) => draft.id === state.activeId);
}

/** The part that is kept across restarts. */
export function toWorkspace({ drafts, activeId }: WorkspaceState): Workspace {
  return { version: 1, drafts: [...drafts], activeId };
}

/** The draft that belongs to this file on disk. There is one at the most: two would overwrite each other. */
export function draftOfFile({ drafts }: Pick<WorkspaceState, "drafts">, handle: string | undefined): Draft | undefined {
  return handle === undefined ? undefined : drafts.find(({ file }) => file?.handle === handle);
}

/** The draft without its file, under a name that none of the others has. */
function toDetached(draft: Draft, others: readonly Draft[]): Draft {
  const taken = others.filter(({ id }) => id !== draft.id).map(({ name }) => name);
  return { ...draft, name: toNumberedName(draft.name, taken), file: null };
}

/** Another draft was saved over the file of this one, whose text is kept as a draft where it is another text. */
function withoutTwin(state: WorkspaceState, savedId: string, { handle, content }: OpenedFile): WorkspaceState {
  const twin = state.drafts.find(({ id, file }) => id !== savedId && file?.handle === handle);
  if (!twin) return state;
  const settled = withoutDiskChange(state, twin.id);
  if (twin.content !== content) return change(settled, twin.id, toDetached(twin, state.drafts));
  const programId = settled.programId === twin.id ? null : settled.programId;
  const rest = { ...settled, programId, drafts: settled.drafts.filter(({ id }) => id !== twin.id) };
  return activate(rest, rest.activeId === twin.id ? savedId : rest.activeId);
}

function activate(state: WorkspaceState, id: string | null): WorkspaceState {
  const draft = state.drafts.find((candidate) => candidate.id === id) ?? state.drafts[0];
  if (!draft) return { ...state, activeId: null, programId: null };
  const programId = draft.language === PLAIN_TEXT ? state.programId : draft.id;
  return { ...state, activeId: draft.id, programId };
}

function change(state: WorkspaceState, id: string, values: Partial<Draft>): WorkspaceState {
  return { ...state, drafts: state.drafts.map((draft) => (draft.id === id ? { ...draft, ...values } : draft)) };
}

function close(state: WorkspaceState, id: string): WorkspaceState {
  const index = state.drafts.findIndex((draft) => draft.id === id);
  const draft = state.drafts[index];
  if (!draft) return state;
  const drafts = state.drafts.filter((candidate) => candidate.id !== id);
  const closed = [...state.closed, { draft, index }].slice(-MAX_CLOSED);
  const next = withoutDiskChange({ ...state, drafts, closed }, id);
  const programId = state.programId === id ? null : state.programId;
  const neighbour = drafts[Math.min(index, drafts.length - 1)]?.id ?? null;
  return activate({ ...next, programId }, state.activeId === id ? neighbour : state.activeId);
}

function withoutDiskChange(state: WorkspaceState, id: string): WorkspaceState {
  if (!(id in state.diskChanges)) return state;
  const { [id]: _decided, ...diskChanges } = state.diskChanges;
  return { ...state, diskChanges };
}
