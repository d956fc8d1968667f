import { createStore, type StoreApi } from "zustand/vanilla";
import type { BrokenFolder } from "#shared/language-folder.ts";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { DEFAULT_PREFERENCES, type Preferences } from "#shared/preferences.ts";
import { type DoctorAction, type DoctorState, NOT_EXAMINED, reduceDoctor } from "../doctor/doctor-state.ts";
import { type HistoryAction, type HistoryState, NO_HISTORY, reduceHistory } from "../history/history-state.ts";
import { type ImagesAction, type ImagesState, reduceImages, UNKNOWN_IMAGES } from "../isolation/images-state.ts";
import { reduceStatus, type StatusAction, type StatusState, UNKNOWN_STATUS } from "../isolation/status-state.ts";
import { type MonitorAction, type MonitorState, NO_CONTAINERS, reduceMonitor } from "../monitor/monitor-state.ts";
import { type RunAction, type RunState, reduceRun } from "../run/run-state.ts";
import {
  reduceSettings,
  type SettingsAction,
  type SettingsState,
  UNKNOWN_SETTINGS,
} from "../settings/settings-state.ts";
import { createOutputFeed, type OutputFeed } from "../terminal/output-feed.ts";
import {
  EMPTY_WORKSPACE,
  reduceWorkspace,
  type WorkspaceAction,
  type WorkspaceState,
} from "../workspace/workspace-state.ts";
import { NO_NOTICES, type NoticesAction, type NoticesState, reduceNotices } from "./notices.ts";
import { createReducerStore, type ReducerStore } from "./reducer-store.ts";
import { createViewStore, type ViewStore } from "./view-state.ts";

/** Everything the window knows. */
export interface Stores {
  workspace: ReducerStore<WorkspaceState, WorkspaceAction>;
  run: ReducerStore<RunState, RunAction>;
  status: ReducerStore<StatusState, StatusAction>;
  images: ReducerStore<ImagesState, ImagesAction>;
  monitor: ReducerStore<MonitorState, MonitorAction>;
  doctor: ReducerStore<DoctorState, DoctorAction>;
  history: ReducerStore<HistoryState, HistoryAction>;
  settings: ReducerStore<SettingsState, SettingsAction>;
  notices: ReducerStore<NoticesState, NoticesAction>;
  languages: StoreApi<{
    list: readonly Language[];
    /** Folders that are no language although they are meant to be one. */
    broken: readonly BrokenFolder[];
  }>;
  preferences: StoreApi<Preferences>;
  view: ViewStore;
  output: OutputFeed;
}

/** Makes the stores of a window. Languages begin with those that Sandpit brings along, so nothing waits for the list. */
export function createStores(): Stores {
  return {
    workspace: createReducerStore(reduceWorkspace, EMPTY_WORKSPACE),
    run: createReducerStore<RunState, RunAction>(reduceRun, { phase: "idle" }),
    status: createReducerStore(reduceStatus, UNKNOWN_STATUS),
    images: createReducerStore(reduceImages, UNKNOWN_IMAGES),
    monitor: createReducerStore(reduceMonitor, NO_CONTAINERS),
    doctor: createReducerStore(reduceDoctor, NOT_EXAMINED),
    history: createReducerStore(reduceHistory, NO_HISTORY),
    settings: createReducerStore(reduceSettings, UNKNOWN_SETTINGS),
    notices: createReducerStore(reduceNotices, NO_NOTICES),
    languages: createStore(() => ({ list: LANGUAGES, broken: [] })),
    preferences: createStore(() => DEFAULT_PREFERENCES),
    view: createViewStore(),
    output: createOutputFeed(),
  };
}
