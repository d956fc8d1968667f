import type { Draft, OpenedFile } from "#shared/workspace.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import { draftOfFile } from "./workspace-state.ts";

export interface DiskActions {
  /** Another program wrote or removed an open file. */
  onChanged(handle: string, onDisk: OpenedFile | null): void;
  loadTheirs(id: string): void;
  keepMine(id: string): void;
  /** Has the host watch the files that are open now, if they have changed since the last time. */
  watch(): void;
}

/** Keeps drafts and the files on disk in step, without ever taking a text away from the user. */
export function createDiskActions(call: Call, stores: Stores): DiskActions {
  const { workspace, notices } = stores;
  let watched = "";

  function receive(draft: Draft, onDisk: OpenedFile): void {
    const { file } = draft;
    if (!file || onDisk.version === file.version) return;
    if (onDisk.content === draft.content || draft.content === file.savedContent) {
      const isNews = onDisk.content !== draft.content;
      workspace.dispatch({ type: "theirsLoaded", id: draft.id, file: onDisk });
      if (isNews) tell(`${draft.name} was changed by another program and has been read again.`);
    } else workspace.dispatch({ type: "diskChanged", id: draft.id, change: onDisk });
  }

  function tell(text: string): void {
    notices.dispatch({ type: "shown", notice: { tone: "neutral", text } });
  }

  return {
    onChanged(handle, onDisk) {
      const draft = draftOfFile(workspace.getState(), handle);
      if (!draft) return;
      if (onDisk) receive(draft, onDisk);
      else workspace.dispatch({ type: "diskChanged", id: draft.id, change: null });
    },
    loadTheirs(id) {
      const theirs = workspace.getState().diskChanges[id];
      if (theirs) workspace.dispatch({ type: "theirsLoaded", id, file: theirs });
    },
    keepMine(id) {
      workspace.dispatch({ type: "mineKept", id });
    },
    watch() {
      const handles = workspace
        .getState()
        .drafts.flatMap(({ file }) => (file ? [file.handle] : []))
        .sort();
      const key = handles.join("\n");
      if (key === watched) return;
      watched = key;
      void call("files.watch", { handles });
    },
  };
}
