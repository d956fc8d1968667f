import { availableParallelism, homedir } from "node:os";
import { SandpitError } from "#shared/errors.ts";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { BackendPolicy } from "#shared/run.ts";
import { createDispatcher, type Dispatch, type Handlers } from "./dispatcher.ts";
import { createEngineSession } from "./engine/engine-session.ts";
import { createImages } from "./engine/images.ts";
import type { Located } from "./engine/locate.ts";
import { createEngineRoom, type EngineRoom } from "./engine-room.ts";
import { createEventBus, type EventBus } from "./event-bus.ts";
import { examine } from "./monitor/doctor.ts";
import { chooseBackend } from "./run/backend-policy.ts";
import { createExecutor } from "./run/executor.ts";
import { createLocalBackend } from "./run/local-backend.ts";
import { createQueue } from "./run/queue.ts";
import { verifyImages } from "./run/verify-images.ts";
import { createImageRecords } from "./store/image-records.ts";
import { registerInstance } from "./store/instance.ts";
import { createPreferencesStore } from "./store/preferences-store.ts";
import { createWorkspaceStore } from "./store/workspace-store.ts";

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
  const images = createImages({
    languages,
    dockerfiles,
    records: createImageRecords(home),
    onProgress: (progress) => events.emit("image.progressed", progress),
  });
  const workspace = createWorkspaceStore({ folder: home });
  const preferences = createPreferencesStore({ folder: home });
  const local = createLocalBackend({ env, platform, log });

  let room: EngineRoom | null = null;
  const leaving = new Set<Promise<void>>();
  const leaveRoom = () => {
    if (!room) return;
    const closing = room.close().catch((error) => log("The engine's sandboxes could not be removed", error));
    leaving.add(closing);
    void closing.finally(() => leaving.delete(closing));
    room = null;
  };
  const onEngineChanged = ({ engine, status }: Located) => {
    leaveRoom();
    if (engine) room = createEngineRoom({ engine, images, instance, languages, poolSize, events, log });
    events.emit("engine.changed", status);
  };
  const uid = process.getuid?.() ?? null;
  const session = createEngineSession({
    surroundings: { platform, env, home: homedir(), uid },
    watch: watchEngine,
    onChanged: onEngineChanged,
  });

  const requireEngine = async () => {
    const { engine, status } = await session.located();
    if (engine) return engine;
    const message = status.state === "unavailable" ? `${status.message} ${status.remedy}` : "No engine was found.";
    throw new SandpitError("docker_unavailable", message);
  };

  const executor = createExecutor({
    languages,
    limits: () => limits,
    queue: createQueue({ concurrency, bound: QUEUE_BOUND }),
    events,
    async chooseBackend({ backend = "auto" }, mayRunLocally) {
      const { status } = await session.located();
      const chosen = chooseBackend({ policy: backendPolicy, asked: backend, engine: status, mayRunLocally });
      if (chosen === "docker" && room) return room.backend.run;
      return local;
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

  let build: AbortController | null = null;
  const handlers: Handlers = {
    async "app.status"() {
      const { status } = await session.located();
      let backend: "docker" | "local" | null = null;
      try {
        backend = chooseBackend({ policy: backendPolicy, asked: "auto", engine: status, mayRunLocally: true });
      } catch {
        // the policy leaves none
      }
      return { engine: status, backendPolicy, backend, limits, warm: room?.warm() ?? {} };
    },
    "engine.check": async () => (await session.check()).status,
    "languages.list": () => [...languages],
    "run.start": (request, { source, mayRunLocally }) => executor.run(request, source, mayRunLocally),
    "run.input": ({ id, text, end }) => {
      executor.input(id, text, end ?? false);
      return {};
    },
    "run.stop": ({ id }) => {
      executor.stop(id);
      return {};
    },
    async "pool.prepare"({ language }) {
      const wanted = languageOf(language);
      await session.located();
      await room?.prepare(wanted, limits);
      return {};
    },
    async "images.list"() {
      return images.list((await session.located()).engine);
    },
    async "images.build"({ languages: wanted, noCache = false }) {
      if (build)
        throw new SandpitError("invalid_input", "Images are being built already. Wait for that, or cancel it.");
      const chosen = wanted ? wanted.map(languageOf) : languages;
      const engine = await requireEngine();
      build = new AbortController();
      try {
        await images.build(engine, chosen, { noCache, signal: build.signal });
      } finally {
        build = null;
        await room?.empty();
        for (const status of await images.list(engine).catch(() => [])) events.emit("image.changed", status);
      }
      return images.list(engine);
    },
    "images.cancel": () => {
      build?.abort();
      return {};
    },
    async "images.verify"() {
      await requireEngine();
      return room ? verifyImages(languages, room.backend.run) : [];
    },
    "workspace.load": () => workspace.load(),
    async "workspace.save"(value) {
      await workspace.save(value);
      return {};
    },
    "preferences.get": () => preferences.get(),
    "preferences.set": (changes) => preferences.set(changes),
    async "doctor.run"() {
      const { engine, status } = await session.check();
      const runIsolated = engine && room ? room.backend.run : null;
      return {
        checks: await examine({
          languages,
          engine: status,
          images: await images.list(engine),
          runIsolated,
          env,
          platform,
        }),
      };
    },
  };

  return {
    dispatch: createDispatcher(handlers, log),
    events,
    async close() {
      session.close();
      build?.abort();
      await executor.stopAll();
      leaveRoom();
      await Promise.all(leaving);
      await instance.release();
    },
  };
}
