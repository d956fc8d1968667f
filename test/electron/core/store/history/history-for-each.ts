import { afterEach, beforeEach, vi } from "vitest";
import type { HistoryFilter } from "#shared/history-schema.ts";
import type { HistoryService } from "../../../../../electron/core/store/history/history-service.ts";
import { newFolder, openService } from "./open-service.ts";
import { endOf, newRun } from "./sample-runs.ts";

/** A history of its own for each test of a file. */
export interface HistoryForEach {
  readonly folder: string;
  readonly service: HistoryService;
  /** The processes that are alive. */
  readonly living: string[];
  /** Closes the history, and opens it again. */
  reopen(options?: Parameters<typeof openService>[1]): void;
  /** Records a run from its beginning to its end, and answers its number. */
  keep(fields?: Parameters<typeof newRun>[0], result?: Parameters<typeof endOf>[1]): number;
  /** The numbers of a page of the list. */
  seqs(filter: HistoryFilter, before?: number | null, size?: number): number[];
}

/** To be called at the top of a file of tests. */
export function historyForEach(): HistoryForEach {
  let folder: string;
  let remove: () => void;
  let service: HistoryService;
  let living: string[];
  beforeEach(() => {
    ({ folder, remove } = newFolder());
    living = ["p1"];
    service = openService(folder, { living });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    service.close();
    remove();
  });
  return {
    get folder() {
      return folder;
    },
    get service() {
      return service;
    },
    get living() {
      return living;
    },
    reopen(options) {
      service.close();
      service = openService(folder, options);
    },
    keep(fields = {}, result = {}) {
      const run = newRun(fields);
      const { seq } = service.begin(run);
      service.end(seq, run, endOf(run, result));
      return seq;
    },
    seqs: (filter, before = null, size = 50) => service.list(filter, before, size).entries.map(({ seq }) => seq),
  };
}
