import type { OpenedFile } from "#shared/workspace.ts";
import type { Stores } from "../session/stores.ts";

/**
 * Takes in what the file of a draft is on disk now. A draft without changes of its own follows it; one with such changes
 * keeps them, and the user decides.
 */
export function receiveFile({ workspace, notices }: Stores, draftId: string, onDisk: OpenedFile): void {
  const draft = workspace.getState().drafts.find(({ id }) => id === draftId);
  if (!draft?.file) return;
  if (onDisk.version === draft.file.version) {
    workspace.dispatch({ type: "diskSettled", id: draftId });
    return;
  }
  const isNews = onDisk.content !== draft.content;
  if (isNews && draft.content !== draft.file.savedContent) {
    workspace.dispatch({ type: "diskChanged", id: draftId, change: onDisk });
    return;
  }
  workspace.dispatch({ type: "theirsLoaded", id: draftId, file: onDisk });
  if (!isNews) return;
  const text = `${draft.name} was changed by another program and has been read again.`;
  notices.dispatch({ type: "shown", notice: { tone: "neutral", text } });
}
