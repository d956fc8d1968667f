import type { Bridge } from "#shared/contract.ts";
import type { Preferences } from "#shared/preferences.ts";
import { createDoctorActions, type DoctorActions } from "../doctor/doctor-actions.ts";
import { createHistoryActions, type HistoryActions } from "../history/history-actions.ts";
import { createIsolationActions, type IsolationActions } from "../isolation/isolation-actions.ts";
import { createMonitorActions, type MonitorActions } from "../monitor/monitor-actions.ts";
import { createSampleBook, type SampleBook } from "../monitor/sample-book.ts";
import { createTicker, type Ticker } from "../monitor/ticker.ts";
import { createPreferenceActions } from "../preferences/preference-actions.ts";
import { createRunActions, type RunActions } from "../run/run-actions.ts";
import { createSettingsActions, type SettingsActions } from "../settings/settings-actions.ts";
import { createDiskActions, type DiskActions } from "../workspace/disk-actions.ts";
import { createDraftSaver, type DraftSaver } from "../workspace/draft-saver.ts";
import { createFileActions, type FileActions } from "../workspace/file-actions.ts";
import { toWorkspace } from "../workspace/workspace-state.ts";
import { type Call, createCall } from "./call.ts";
import { createStores, type Stores } from "./stores.ts";

const SAVE_DELAY_MS = 250;

/** One open window: what it knows and what it can do. */
export interface Session {
  bridge: Bridge;
  call: Call;
  stores: Stores;
  files: FileActions;
  disk: DiskActions;
  isolation: IsolationActions;
  run: RunActions;
  doctor: DoctorActions;
  monitor: MonitorActions;
  history: HistoryActions;
  settings: SettingsActions;
  samples: SampleBook;
  ticker: Ticker;
  drafts: DraftSaver;
  setPreferences(change: Partial<Preferences>): void;
}

/** Puts a window together. This is the only place where its parts meet. */
export function createSession(bridge: Bridge): Session {
  const call = createCall(bridge);
  const stores = createStores();
  const isolation = createIsolationActions(call, stores);
  const samples = createSampleBook();
  const run = createRunActions(call, stores, isolation);
  return {
    bridge,
    call,
    stores,
    files: createFileActions(call, stores),
    disk: createDiskActions(call, stores),
    isolation,
    run,
    doctor: createDoctorActions(call, stores, isolation),
    monitor: createMonitorActions(call, stores, samples),
    history: createHistoryActions(call, stores, run),
    settings: createSettingsActions(call, stores),
    samples,
    ticker: createTicker(),
    drafts: createDraftSaver({
      save: (workspace) => call("workspace.save", workspace),
      read: () => toWorkspace(stores.workspace.getState()),
      onSettled: (draftProblem) => stores.view.setState({ draftProblem }),
      delayMs: SAVE_DELAY_MS,
    }),
    setPreferences: createPreferenceActions(call, stores),
  };
}
