import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { BackendPolicy } from "#shared/run.ts";
import { createAppCommands } from "./commands/app-commands.ts";
import { createImageCommands } from "./commands/image-commands.ts";
import { createMonitorCommands } from "./commands/monitor-commands.ts";
import { createRunCommands } from "./commands/run-commands.ts";
import { createWorkspaceCommands } from "./commands/workspace-commands.ts";
import { createDispatcher, type Dispatch, type Handlers } from "./dispatcher.ts";
import { createImages } from "./engine/images.ts";
import { createEngineKeeper } from "./engine-keeper.ts";
import { createEngineRoom } from "./engine-room.ts";
import { createEventBus, type EventBus } from "./event-bus.ts";
import { createCleanup } from "./monitor/cleanup.ts";
import { createContainerActions } from "./monitor/container-actions.ts";
import type { Viewer } from "./monitor/container-summary.ts";
import { createIsolationReadback } from "./monitor/isolation-readback.ts";
import { createMonitor } from "./monitor/monitor.ts";
import { chooseBackend } from "./run/backend-policy.ts";
import { createExecutor } from "./run/executor.ts";
import { createLocalBackend } from "./run/local-backend.ts";
import { createQueue } from "./run/queue.ts";
import { createSandboxLedger } from "./run/sandbox-ledger.ts";
import { createImageRecords } from "./store/image-records.ts";
import { registerInstance } from "./store/instance.ts";

/** How many runs may wait for their turn. */
const QUEUE_BOUND = 32;

export interface CoreOptions {
  /** The folder in which everything is kept; see `store/home.ts`. */
  home: string;
  /** The folder with one folder an image. */
  dockerfiles: string;
  backendPolicy?: BackendPolicy;
  /** Warm sandboxes for each language in use; 0 for a host that runs a single program. */
  poolSize?: number;
  /** Whether to notice by itself that the engine goes away or comes back. */
  watchEngine?: boolean;
  /** Runs at one time; by default one a processor, at least two. */
  concurrency?: number;
  env?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  log?: (line: string, error?: unknown) => void;
}

export interface Core {
  /** Answers a command of the contract. Never rejects. */
  dispatch: Dispatch;
  events: Pick<EventBus, "on" | "onAny">;
  /** How many streams of statistics are open on the engine; none while nobody looks at any. */
  openStatsStreams(): number;
  /** Stops all runs, removes all sandboxes, and forgets this process. */
  close(): Promise<void>;
}

/** Wires the core together. Nothing is started before it is needed, but for the look for an engine where it is watched. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { home, dockerfiles, backendPolicy = "auto", poolSize = 2, watchEngine = false } = options;
  const {
    concurrency = Math.max(2, availableParallelism()),
    env = process.env,
    platform = process.platform,
    log = () => {},
  } = options;
  const languages = LANGUAGES;
  const limits = DEFAULT_LIMITS;

  const events = createEventBus(log);
  const instance = await registerInstance(home);
  const ledger = createSandboxLedger();
  const records = createImageRecords(home);
  const images = createImages({
    languages,
    dockerfiles,
    logFolder: join(home, "logs", "builds"),
    records,
    onProgress: (progress) => events.emit("image.progressed", progress),
  });
  const keeper = createEngineKeeper({
    surroundings: { platform, env, home: homedir(), uid: process.getuid?.() ?? null },
    watch: watchEngine,
    openRoom: (engine) => createEngineRoom({ engine, images, instance, languages, poolSize, ledger, events, log }),
    onChanged: ({ status }) => events.emit("engine.changed", status),
    log,
  });
  const local = createLocalBackend({ env, platform, log });
  const executor = createExecutor({
    languages,
    limits: () => limits,
    queue: createQueue({ concurrency, bound: QUEUE_BOUND }),
    events,
    async chooseBackend({ backend = "auto" }, mayRunLocally) {
      const { status } = await keeper.located();
      const chosen = chooseBackend({ policy: backendPolicy, asked: backend, engine: status, mayRunLocally });
      const room = keeper.room();
      return chosen === "docker" && room ? room.backend.run : local;
    },
  });

  const languageOf = (id: string): Language => {
    const language = languages.find((candidate) => candidate.id === id);
    if (!language)
      throw new SandpitError(
        "invalid_input",
        `There is no language named "${id}". Choose one of: ${languages.map((known) => known.id).join(", ")}.`,
      );
    return language;
  };

  const viewer: Viewer = {
    installation: instance.installation,
    instance: instance.id,
    languagesOf: (tag) => languages.filter(({ imageTag }) => imageTag === tag).map(({ id }) => id),
  };
  const monitor = createMonitor({ keeper, ledger, viewer, events, log });
  const { alive } = instance;
  const actions = createContainerActions({ ledger, viewer, stopRun: executor.stop, alive });
  const cleanup = createCleanup({ installation: instance.installation, alive, records });
  const isolation = createIsolationReadback({
    ...{ keeper, images, languages, log },
    onChecked: (faults) => events.emit("isolation.checked", { faults }),
  });
  // A process that only runs one program has no badge to show it in.
  if (watchEngine) events.on("run.finished", ({ result }) => result.isolated && isolation.hasRun());

  const imageCommands = createImageCommands({ keeper, images, languages, ledger, languageOf, events });
  const handlers: Handlers = {
    ...createAppCommands({
      keeper,
      images,
      languages,
      isolation,
      limits: () => limits,
      backendPolicy,
      home,
      env,
      platform,
    }),
    ...createRunCommands({ keeper, executor, languageOf, limits: () => limits }),
    ...imageCommands.handlers,
    ...createMonitorCommands({ keeper, monitor, actions, cleanup, ledger, viewer }),
    ...createWorkspaceCommands(home),
  };

  return {
    dispatch: createDispatcher(handlers, log),
    events,
    openStatsStreams: monitor.openStreams,
    async close() {
      keeper.close();
      imageCommands.close();
      monitor.close();
      isolation.close();
      await executor.stopAll();
      await keeper.closeRooms();
      await instance.release();
    },
  };
}
