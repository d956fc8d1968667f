import type { HistoryStatus } from "#shared/history-schema.ts";
import { NO_SQLITE, StoreError } from "./store-client.ts";

export interface Trouble {
  state: Exclude<HistoryStatus["state"], "on">;
  /** For the user: what is wrong, what that means, and what to do. */
  message: string;
}

const GO_ON = "Programs run all the same, but are missing in history.";

/** By SQLite's primary result codes, https://www.sqlite.org/rescode.html */
const BY_CODE: Record<number, (folder: string) => string> = {
  5: () => `The history is in use by another process for too long. ${GO_ON} End other windows of Sandpit.`,
  8: (folder) => `The history in ${folder} cannot be written. ${GO_ON} Correct the folder's permissions.`,
  10: (folder) => `The disk that holds ${folder} reports errors. ${GO_ON} See whether the disk is full or failing.`,
  13: (folder) => `The disk that holds ${folder} is full. ${GO_ON} Make room on it.`,
  14: (folder) =>
    `The history in ${folder} cannot be opened. ${GO_ON} See whether the folder can be written and the disk has room.`,
};

/** What a failure of the store means for the user. */
export function toTrouble(error: unknown, folder: string): Trouble {
  if (!(error instanceof StoreError))
    return { state: "failing", message: `The history cannot be kept just now. ${GO_ON}` };
  if (error.message === NO_SQLITE || error.isNewer) return { state: "off", message: error.message };
  const words = BY_CODE[error.sqlite];
  if (words) return { state: "failing", message: words(folder) };
  return {
    state: "failing",
    message: `The history in ${folder} cannot be kept just now. ${GO_ON} Restart Sandpit if this stays.`,
  };
}
