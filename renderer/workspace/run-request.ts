import type { Language } from "#shared/languages.ts";
import { MAX_FILES } from "#shared/limits.ts";
import type { Backend, ProgramFile, RunRequest } from "#shared/run.ts";
import type { Draft } from "#shared/workspace.ts";
import { isPlainName, PLAIN_TEXT } from "./drafts.ts";
import type { WorkspaceState } from "./workspace-state.ts";

/** The draft that Run runs: the one in front, or the last program before a data file came to the front. */
export function toEntryDraft({ drafts, activeId, programId }: WorkspaceState): Draft | undefined {
  const active = drafts.find(({ id }) => id === activeId);
  if (active && active.language !== PLAIN_TEXT) return active;
  return drafts.find(({ id }) => id === programId) ?? drafts.find(({ language }) => language !== PLAIN_TEXT);
}

/**
 * The drafts that make up the program, the entry first: the entry, the other drafts of its family, and data files.
 * Languages that share an image are one family, because their files can import each other. A second file of the same
 * name stays out, for it could not lie beside the first.
 */
export function toProgramDrafts(workspace: WorkspaceState, languages: readonly Language[]): Draft[] {
  const entry = toEntryDraft(workspace);
  if (!entry) return [];
  const folderOf = (draft: Draft) => languages.find(({ id }) => id === draft.language)?.imageFolder;
  const seen = new Set([entry.name.toLowerCase()]);
  const others = workspace.drafts.filter((draft) => {
    const related = draft.language === PLAIN_TEXT || folderOf(draft) === folderOf(entry);
    const name = draft.name.normalize("NFC").toLowerCase();
    if (draft.id === entry.id || !related || seen.has(name) || !isPlainName(draft.name)) {
      return false;
    }
    seen.add(name);
    return true;
  });
  return [entry, ...others].slice(0, MAX_FILES);
}

/** What Run sends, or `null` where nothing that can be run is open. The backend is always named: see `isolation.ts`. */
export function toRunRequest(
  workspace: WorkspaceState,
  languages: readonly Language[],
  run: { id: string; backend: Backend },
): RunRequest | null {
  const drafts = toProgramDrafts(workspace, languages);
  const entry = drafts[0];
  if (!entry) return null;
  const files: ProgramFile[] = drafts.map(({ name, content }) => ({ path: name, content }));
  return { id: run.id, language: entry.language, files, entry: entry.name, backend: run.backend };
}
