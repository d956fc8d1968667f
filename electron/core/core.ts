import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { type Failure, SandpitError } from "#shared/errors.ts";
import type { Language } from "#shared/languages.ts";
import type { BackendPolicy, Source } from "#shared/run.ts";
import { applySettings } from "./apply-settings.ts";
import { type BundlePlaces, createBundles } from "./bundle/bundles.ts";
import { createLanguageFolders } from "./bundle/language-folders.ts";
import { createTrustedKeys } from "./bundle/trusted-keys.ts";
import { createAppCommands } from "./commands/app-commands.ts";
import { createBundleCommands } from "./commands/bundle-commands.ts";
import { createEngineCommands } from "./commands/engine-commands.ts";
import { createHistoryCommands } from "./commands/history-commands.ts";
import { createImageCommands } from "./commands/image-commands.ts";
import { createLanguageCommands } from "./commands/language-commands.ts";
import { createMonitorCommands } from "./commands/monitor-commands.ts";
import { createRunCommands } from "./commands/run-commands.ts";
import { createSettingsCommands } from "./commands/settings-commands.ts";
import { createWorkspaceCommands } from "./commands/workspace-commands.ts";
import { createDispatcher, type Dispatch, type Handlers } from "./dispatcher.ts";
import { createImages } from "./engine/images.ts";
import type { Surroundings } from "./engine/known-sockets.ts";
import { createEngineKeeper } from "./engine-keeper.ts";
import { createEngineRoom } from "./engine-room.ts";
import { createEventBus, type EventBus } from "./event-bus.ts";
import { openLanguageRegistry } from "./languages/registry.ts";
import { createCleanup } from "./monitor/cleanup.ts";
import { createContainerActions } from "./monitor/container-actions.ts";
import type { Viewer } from "./monitor/container-summary.ts";
import { createIsolationReadback } from "./monitor/isolation-readback.ts";
import { createMonitor } from "./monitor/monitor.ts";
import { openHistory } from "./open-history.ts";
import { chooseBackend } from "./run/backend-policy.ts";
import { createExecutor } from "./run/executor.ts";
import { createLocalBackend } from "./run/local-backend.ts";
import { createQueue } from "./run/queue.ts";
import { createRateLimits } from "./run/rate-limits.ts";
import { createSandboxLedger } from "./run/sandbox-ledger.ts";
import { toKeptFailure, toUsableParts } from "./run/usable-parts.ts";
import { findExceeded, toLimits, toLimitsOf } from "./settings/merge-settings.ts";
import { policyPaths } from "./settings/policy-path.ts";
import { openSettingsStore, type SettingsStore } from "./settings/settings-store.ts";
import { createImageRecords } from "./store/image-records.ts";
import { registerInstance } from "./store/instance.ts";

export interface CoreOptions {
  /** The folder in which everything is kept; see `store/home.ts`. */
  home: string;
  /** The folder with one folder an image. */
  dockerfiles: string;
  /** In place of the setting; a policy of the machine stands above it. */
  backendPolicy?: BackendPolicy;
  /** In place of the setting: warm sandboxes for each language in use; 0 for a host that runs a single program. */
  poolSize?: number;
  /** Whether to notice by itself that the engine, the settings or the policy change. For hosts that stay. */
  watchEngine?: boolean;
  /** In place of the setting: runs at one time. */
  concurrency?: number;
  /** The settings, where the host needs them before the core is loaded; it must not open them twice. */
  settings?: SettingsStore;
  /** Where a policy is looked for, in place of the places of the system. */
  policyPaths?: readonly string[];
  /** The program that keeps the history, where it is not beside the core, and a Node.js for it; see `channel.ts`. */
  historyScript?: string | undefined;
  historyNode?: string | undefined;
  /** Sandpit's own version, for what is written down. */
  version?: string;
  env?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  log?: (line: string, error?: unknown) => void;
}

export interface Core {
  /** Answers a command of the contract. Never rejects. */
  dispatch: Dispatch;
  events: Pick<EventBus, "on" | "onAny">;
  /** What hosts do for bundles, and no client can. */
  bundles: BundlePlaces;
  /** Notes in the audit trail that the HTTP API's token was replaced, which hosts do by themselves. */
  noteToken(why: "revoked" | "exposed"): void;
  /** Records a run that was refused because its request was not understood, as far as its parts can be used. */
  noteRefusedRun(request: unknown, source: Source, failure: Failure): void;
  /** How many streams of statistics are open on the engine; none while nobody looks at any. */
  openStatsStreams(): number;
  /** Stops all runs, removes all sandboxes, and forgets this process. */
  close(): Promise<void>;
}

/** Wires the core together. Nothing is started before it is needed, but for the look for an engine where it is watched. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { home, dockerfiles, watchEngine = false, env = process.env, platform = process.platform } = options;
  const { log = () => {} } = options;

  const events = createEventBus(log);
  const [instance, settings, registry] = await Promise.all([
    registerInstance(home),
    options.settings ??
      openSettingsStore({ folder: home, policyPaths: options.policyPaths ?? policyPaths(platform, env) }),
    openLanguageRegistry({ home, dockerfiles, log }),
  ]);
  const { list: languages, languageOf } = registry;
  const values = () => settings.current().values;
  const limits = () => toLimits(values());
  const limitsOf = (language: Language) => toLimitsOf(language, settings.current());
  const forbidsLocal = () => settings.current().policy.forbidsLocal;
  const backendPolicy = () => {
    const { value, lockedBy } = settings.current().entries.get("backendPolicy") ?? { value: "docker", lockedBy: null };
    return lockedBy === null ? (options.backendPolicy ?? values().backendPolicy) : (value as BackendPolicy);
  };
  const history = openHistory({
    ...{ home, instance, settings, events, script: options.historyScript, node: options.historyNode },
  });
  const ledger = createSandboxLedger();
  const records = createImageRecords(home);
  const images = createImages({
    languages,
    folderOf: registry.folderOf,
    logFolder: join(home, "logs", "builds"),
    records,
    onProgress: (progress) => events.emit("image.progressed", progress),
  });
  const surroundings: Surroundings = {
    ...{ platform, env, home: homedir(), uid: process.getuid?.() ?? null, sshFolder: join(home, "ssh") },
    get address() {
      return values()["engine.address"].trim() || undefined;
    },
  };
  const keeper = createEngineKeeper({
    surroundings,
    watch: watchEngine,
    openRoom: (engine) =>
      createEngineRoom({
        ...{ engine, images, instance, languages, ledger, events, log },
        poolSize: () => options.poolSize ?? values()["pool.size"],
        poolIdleMs: () => values()["pool.idleMs"],
      }),
    onChanged: ({ status }) => events.emit("engine.changed", status),
    log,
  });
  const local = createLocalBackend({ env, platform, log });
  const queue = createQueue(() => ({
    concurrency: options.concurrency ?? (values()["queue.concurrency"] || Math.max(2, availableParallelism())),
    waiting: values()["queue.waiting"],
  }));
  const rates = createRateLimits((source) => {
    if (source === "cli") return 0;
    return values()[source === "http" ? "rate.httpPerMinute" : "rate.windowPerMinute"];
  });
  const executor = createExecutor({
    ...{ languageOf, queue, events, record: history.record, checkRate: rates.take },
    async grantLimits(asked = {}, language) {
      // A policy that has changed a moment ago holds for this run already.
      const merged = await settings.refresh();
      const wanted = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
      const exceeded = findExceeded(wanted, merged);
      if (exceeded)
        throw new SandpitError("policy_forbids", exceeded.message, {
          details: { limit: exceeded.limit, max: exceeded.max },
        });
      return { ...toLimitsOf(language, merged), ...wanted };
    },
    async chooseBackend({ backend: asked = "auto" }, mayRunLocally) {
      const { status } = await keeper.located();
      const question = { policy: backendPolicy(), asked, forbidsLocal: forbidsLocal(), engine: status, mayRunLocally };
      const backend = chooseBackend(question);
      const room = keeper.room();
      if (backend === "docker" && room) return { backend, run: room.backend.run };
      // The engine may have gone at this very moment; that is no leave to run without it.
      if (backend === "docker")
        throw new SandpitError("docker_unavailable", "The container engine has just gone. Start it, then retry.");
      return { backend, run: local };
    },
  });
  registry.onChanged((all, broken) => {
    events.emit("languages.changed", { languages: [...all], broken: [...broken] });
    // A sandbox that waits may be one of a language that is another now.
    const emptied = keeper.room()?.empty();
    emptied?.catch((error) => log("Waiting sandboxes could not be removed", error));
  });
  const unapply = applySettings({ settings, keeper, queue, history, events, log });
  const unwatch = watchEngine ? [settings.watch(), registry.watch()] : [];
  if (watchEngine) history.keepTidy();

  const viewer: Viewer = {
    installation: instance.installation,
    instance: instance.id,
    languagesOf: (tag) =>
      languages()
        .filter(({ imageTag }) => imageTag === tag)
        .map(({ id }) => id),
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
  const bundles = createBundles({
    ...{ keeper, images, records, languageOf, version: options.version ?? "" },
    languages,
    folders: createLanguageFolders({ home, registry }),
    trustedKeys: createTrustedKeys({
      ...{ folder: home, log },
      policyKeys: () => settings.current().policy.trustedKeys,
    }),
    policy: async () => (await settings.refresh()).policy,
    onProgress: (progress) => events.emit("bundle.progressed", progress),
    onImported: imageCommands.changed,
    onTrusted: (fingerprint) => history.note("key.trusted", "user", { key: fingerprint }),
  });
  const languageCommands = createLanguageCommands({
    ...{ registry, keeper, images, dockerfiles, limitsOf, events, history, log },
    removeImage: imageCommands.removeIfThere,
  });
  const handlers: Handlers = {
    ...createAppCommands({
      ...{ keeper, images, languages, isolation, limits, limitsOf, backendPolicy, forbidsLocal, home, env, platform },
    }),
    ...createEngineCommands({ keeper, surroundings }),
    ...createRunCommands({ keeper, executor, languageOf, limitsOf }),
    ...imageCommands.handlers,
    ...createBundleCommands({ bundles, history }),
    ...languageCommands.handlers,
    ...createMonitorCommands({ keeper, monitor, actions, cleanup, ledger, viewer }),
    ...createWorkspaceCommands(home, settings),
    ...createSettingsCommands({ settings, history }),
    ...createHistoryCommands({ history, settings, events }),
  };

  const noteRefusedRun: Core["noteRefusedRun"] = (request, source, failure) => {
    const isLanguage = (id: string) => languages().some((language) => language.id === id);
    history.record(toUsableParts(request, isLanguage), source).refuse(toKeptFailure(failure));
  };

  return {
    dispatch: createDispatcher(handlers, log, (name, input, { source }, failure) => {
      if (name === "run.start") noteRefusedRun(input, source, failure);
    }),
    noteRefusedRun,
    events,
    bundles,
    noteToken: (why) => history.note("token.replaced", why === "revoked" ? "user" : "sandpit", { why }),
    openStatsStreams: monitor.openStreams,
    async close() {
      unapply();
      for (const end of unwatch) end();
      keeper.close();
      imageCommands.close();
      await bundles.close();
      languageCommands.close();
      monitor.close();
      isolation.close();
      await executor.stopAll();
      await history.close();
      await keeper.closeRooms();
      await instance.release();
    },
  };
}
