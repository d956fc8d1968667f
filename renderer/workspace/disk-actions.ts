import type { OpenedFile } from "#shared/workspace.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import { receiveFile } from "./receive-file.ts";
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
  const { workspace } = stores;
  let watched = "";

  return {
    onChanged(handle, onDisk) {
      const draft = draftOfFile(workspace.getState(), handle);
      if (!draft) return;
      if (onDisk) receiveFile(stores, draft.id, onDisk);
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
