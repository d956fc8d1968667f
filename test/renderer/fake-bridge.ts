import type {
  AnyCommandInput,
  AnyCommandName,
  AnyCommandOutput,
  Bridge,
  CommandOutput,
  EventName,
  EventPayload,
} from "#shared/contract.ts";
import type { DoctorCheck, EngineStatus } from "#shared/engine.ts";
import type { Failure, Reply } from "#shared/errors.ts";
import type { ImageStatus } from "#shared/images.ts";
import { LANGUAGES } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { CleanupReport, ContainerSummary } from "#shared/monitor.ts";
import type { Preferences } from "#shared/preferences.ts";
import type { Backend, RunRequest, RunResult } from "#shared/run.ts";
import { type FileRef, preferencesSchema, type Workspace } from "#shared/workspace.ts";
import { FAKE_DETAILS, FAKE_LOG, FAKE_PROCESSES, toContainerDetails, toSamples } from "./fake-containers.ts";

export const AVAILABLE: EngineStatus = {
  state: "available",
  product: "Docker",
  version: "27.3.1",
  apiVersion: "1.47",
  id: "engine-1",
  operatingSystem: "Ubuntu 24.04",
  origin: "the default socket",
  address: "unix:///var/run/docker.sock",
  machine: null,
  encryption: null,
};

export const UNAVAILABLE: EngineStatus = {
  state: "unavailable",
  problem: "not_running",
  message: "Docker is installed, but it is not running.",
  remedy: "Start it with `sudo systemctl start docker`, or open Docker Desktop, and press Retry.",
  attempts: [
    { origin: "DOCKER_HOST", address: "not set", detail: "Nothing to try." },
    { origin: "The default socket", address: "unix:///var/run/docker.sock", detail: "Nobody is listening there." },
  ],
};

/** Both images in one state. */
export function toImages(state: ImageStatus["state"]): ImageStatus[] {
  const one = (folder: string, tag: string, languages: string[]): ImageStatus => ({
    folder,
    tag,
    languages,
    state,
    id: state === "missing" ? null : `sha256:${folder.repeat(8)}`,
    sizeBytes: state === "missing" ? null : 178_257_920,
    createdAt: state === "missing" ? null : "2026-01-01T00:00:00.000Z",
    baseImage: folder === "python" ? "python:3.11-slim-bookworm" : "node:18-bookworm-slim",
    stale: false,
    failure: null,
    message: state === "ready" ? null : `The image ${tag} is not there yet. Build it to run programs.`,
  });
  return [
    one("python", "learning-platform-python-executor:latest", ["python"]),
    one("node", "learning-platform-node-executor:latest", ["javascript", "typescript"]),
  ];
}

export type Script = (run: FakeRun) => Promise<void> | void;

/** What a scripted program can do. */
export interface FakeRun {
  request: RunRequest;
  print(text: string): void;
  complain(text: string): void;
  waiting(waiting: boolean): void;
  /** The next input; `null` where it has ended. */
  input(): Promise<string | null>;
  stopped: Promise<void>;
  end(result?: Partial<RunResult>): void;
  /** Nobody knows how it ended. */
  lose(failure: Failure): void;
}

export interface FakeOptions {
  engine?: EngineStatus;
  policy?: "auto" | "docker" | "local";
  images?: ImageStatus[];
  warm?: Record<string, number>;
  workspace?: Workspace | null;
  preferences?: Partial<Preferences>;
  recent?: FileRef[];
  /** Made anew for each listing, as they have ages. */
  containers?: () => ContainerSummary[];
  cleanup?: CleanupReport;
  checks?: DoctorCheck[];
  allowLocal?: boolean;
  program?: Script;
  /** Why no program can be started. */
  refusal?: Failure;
  /** Answers in place of the built-in ones. */
  answers?: Partial<{ [N in AnyCommandName]: (input: AnyCommandInput<N>) => Reply<AnyCommandOutput<N>> }>;
}

export interface FakeBridge extends Bridge {
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  setEngine(engine: EngineStatus): void;
  calls: { name: string; input: unknown }[];
}

/** A core made of a few lines. It stands in where no test has a real one: for components and for looking at them. */
export function createFakeBridge(options: FakeOptions = {}): FakeBridge {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const calls: FakeBridge["calls"] = [];
  const runs = new Map<string, { input(text: string, end: boolean): void; stop(): void }>();
  const policy = options.policy ?? "auto";
  let engine = options.engine ?? AVAILABLE;
  let preferences = preferencesSchema.parse(options.preferences ?? {});

  function emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const listener of listeners.get(name) ?? []) (listener as (payload: EventPayload<N>) => void)(payload);
  }

  function toStatus(): CommandOutput<"app.status"> {
    const docker = engine.state === "available" && policy !== "local";
    const fallback: Backend | null = policy === "docker" ? null : "local";
    return {
      engine,
      backendPolicy: policy,
      backend: docker ? "docker" : fallback,
      limits: DEFAULT_LIMITS,
      warm: docker ? (options.warm ?? { python: 2 }) : {},
      isolationFaults: docker ? [] : null,
      languageLimits: {},
    };
  }

  function run(request: RunRequest): Promise<Reply<RunResult>> {
    if (options.refusal) return Promise.resolve({ ok: false, error: options.refusal });
    const backend = request.backend === "local" ? "local" : "docker";
    const output = { stdout: "", stderr: "" };
    const queue: (string | null)[] = [];
    let wake = () => {};
    return new Promise((resolve) => {
      let stop = () => {};
      const stopped = new Promise<void>((done) => {
        stop = done;
      });
      const write = (stream: "stdout" | "stderr", text: string) => {
        output[stream] += text;
        emit("run.output", { id: request.id, stream, text });
      };
      const finish = (change: Partial<RunResult> = {}) => {
        const result: RunResult = {
          id: request.id,
          language: request.language,
          backend,
          isolated: backend === "docker",
          warm: backend === "docker",
          outcome: "completed",
          exitCode: 0,
          signal: null,
          ...output,
          truncated: { stdout: false, stderr: false },
          wallMs: 96,
          firstOutputMs: 5,
          peakMemoryBytes: 9_437_184,
          cpuMs: 40,
          limits: DEFAULT_LIMITS,
          image: null,
          startedAt: "2026-01-01T00:00:00.000Z",
          source: "window",
          ...change,
        };
        emit("run.finished", { id: request.id, result });
        resolve({ ok: true, value: result });
      };
      runs.set(request.id, {
        input(text, end) {
          if (text !== "") queue.push(text);
          if (end) queue.push(null);
          wake();
        },
        stop() {
          stop();
          finish({ outcome: "cancelled", exitCode: null });
        },
      });
      emit("run.started", { id: request.id, backend, isolated: backend === "docker", warm: true, image: null });
      void options.program?.({
        request,
        print: (text) => write("stdout", text),
        complain: (text) => write("stderr", text),
        waiting: (waiting) => emit("run.waiting", { id: request.id, waiting }),
        async input() {
          while (queue.length === 0) {
            await new Promise<void>((next) => {
              wake = next;
            });
          }
          return queue.shift() ?? null;
        },
        stopped,
        end: finish,
        lose: (error) => resolve({ ok: false, error }),
      });
      if (!options.program) finish();
    });
  }

  async function answer(name: AnyCommandName, input: unknown): Promise<unknown> {
    switch (name) {
      case "app.status":
        return toStatus();
      case "http.status":
        return { state: "off", address: null, isHealthy: false, message: null };
      case "http.token":
      case "http.revokeToken":
        return { token: "fake" };
      case "engine.latency":
        return { medianMs: 12.4 };
      case "engine.choices":
        return { engines: [] };
      case "engine.check":
        return engine;
      case "languages.list":
        return LANGUAGES;
      case "images.list":
      case "images.build":
        return options.images ?? toImages("ready");
      case "images.details":
        return FAKE_DETAILS;
      case "images.log":
        return { text: "" };
      case "images.remove":
        return toImages("missing");
      case "monitor.watch":
        return { containers: options.containers?.() ?? [] };
      case "monitor.watchStats": {
        const { ids } = input as AnyCommandInput<"monitor.watchStats">;
        return { samples: ids.flatMap((id) => toSamples(id)) };
      }
      case "containers.inspect":
        return toContainerDetails(options.containers?.() ?? [], (input as { id: string }).id);
      case "containers.processes":
        return FAKE_PROCESSES;
      case "containers.log":
        return FAKE_LOG;
      case "containers.removeAll":
        return { removed: 2 };
      case "cleanup.preview":
      case "cleanup.run":
        return options.cleanup ?? { items: [], totalBytes: 0, failures: [] };
      case "doctor.run":
        return { checks: options.checks ?? [] };
      case "workspace.load":
        return { workspace: options.workspace ?? null, notice: null };
      case "preferences.get":
        return preferences;
      case "preferences.set":
        preferences = { ...preferences, ...(input as Partial<Preferences>) };
        return preferences;
      case "isolation.allowLocal":
        return { allowed: options.allowLocal ?? true };
      case "files.recent":
        return options.recent ?? [];
      case "files.open":
        return { files: [] };
      case "files.saveAs":
        return { file: null };
      case "run.input": {
        const { id, text, end } = input as AnyCommandInput<"run.input">;
        runs.get(id)?.input(text, end ?? false);
        return {};
      }
      case "run.stop":
        runs.get((input as { id: string }).id)?.stop();
        return {};
      default:
        return {};
    }
  }

  return {
    calls,
    emit,
    setEngine(next) {
      engine = next;
      emit("engine.changed", next);
    },
    async call(name, input) {
      calls.push({ name, input });
      const own = options.answers?.[name];
      if (own) return own(input as never) as never;
      if (name === "run.start") return (await run(input as RunRequest)) as never;
      return { ok: true, value: (await answer(name, input)) as never };
    },
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own);
      own.add(listener as (payload: never) => void);
      return () => void own.delete(listener as (payload: never) => void);
    },
  };
}
