import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createHistoryService,
  type HistoryService,
} from "../../../../../electron/core/store/history/history-service.ts";

/** A folder of its own for a history; removed by the function that comes with it. */
export function newFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "sandpit-history-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Opens the store as its own thread does; `notices` is what the user would be told. */
export function openService(
  folder: string,
  { process = "p1", living = ["p1"], notices = [] }: { process?: string; living?: string[]; notices?: string[] } = {},
): HistoryService {
  return createHistoryService({
    ...{ folder, process, installation: "here", onNotice: (notice) => notices.push(notice) },
    isAlive: (id) => living.includes(id),
  });
}
