import type { OutputStream } from "./demultiplex.ts";
import type { Endpoint } from "./endpoint.ts";

/** What an engine says of itself. */
export interface EngineIdentity {
  product: string;
  version: string;
  apiVersion: string;
  id: string;
  operatingSystem: string;
}

/** A container to create; the engine's own field names and units. Made by `run/sandbox-spec.ts` alone. */
export interface ContainerSpec {
  Image: string;
  Cmd: string[];
  Env: string[];
  User: string;
  WorkingDir: string;
  Labels: Record<string, string>;
  AttachStdin: boolean;
  AttachStdout: boolean;
  AttachStderr: boolean;
  OpenStdin: boolean;
  StdinOnce: boolean;
  Tty: boolean;
  NetworkDisabled: boolean;
  StopSignal: string;
  HostConfig: {
    Init: boolean;
    NetworkMode: string;
    IpcMode: string;
    ReadonlyRootfs: boolean;
    CapDrop: string[];
    SecurityOpt: string[];
    Privileged: boolean;
    Memory: number;
    MemorySwap: number;
    NanoCpus: number;
    PidsLimit: number;
    ShmSize: number;
    Tmpfs: Record<string, string>;
    Ulimits: { Name: string; Soft: number; Hard: number }[];
    LogConfig: { Type: string; Config: Record<string, string> };
    RestartPolicy: { Name: string };
    AutoRemove: boolean;
  };
}

/** The standard streams of a container, connected before it starts. */
export interface Attachment {
  /** Resolves once the bytes are on their way; rejects never: a program that does not read is no error. */
  write(bytes: Uint8Array): Promise<void>;
  /** Half-closes standard input: the program reads end of file. */
  end(): void;
  /** Called with views; copy what is to be kept. Replaces the listener before. */
  onOutput(listener: (stream: OutputStream, bytes: Buffer) => void): void;
  /** Resolves when both output streams have ended or the connection is lost. */
  closed: Promise<void>;
  /** Closes the connection. */
  destroy(): void;
}

export interface ContainerState {
  running: boolean;
  exitCode: number;
  oomKilled: boolean;
}

export interface ContainerSummary {
  id: string;
  labels: Record<string, string>;
  running: boolean;
}

/** A container's use so far, counted from its start. */
export interface ContainerUsage {
  cpuMs: number;
  /** The kernel's own peak where it keeps one (cgroup v1), else the present use. */
  memoryBytes: number;
}

export interface ProcessTable {
  titles: string[];
  rows: string[][];
}

export interface ImageDetails {
  id: string;
  tags: string[];
  labels: Record<string, string>;
  sizeBytes: number;
  createdAt: string;
  user: string;
}

export interface BuildRequest {
  /** A tar archive of the build context. */
  context: Buffer;
  tag: string;
  labels: Record<string, string>;
  noCache: boolean;
  signal: AbortSignal;
  onText: (text: string) => void;
}

/** A container engine that answers. Every method rejects with the engine client's own error. */
export interface Engine {
  readonly endpoint: Endpoint;
  readonly identity: EngineIdentity;

  createContainer(spec: ContainerSpec): Promise<string>;
  attach(id: string): Promise<Attachment>;
  start(id: string): Promise<void>;
  /** Resolves with the exit code when the container next exits. Ask before it starts. */
  wait(id: string): Promise<number>;
  inspect(id: string): Promise<ContainerState>;
  /** SIGKILL. A container that does not run any more is no error. */
  kill(id: string): Promise<void>;
  /** Removes it with its volumes, running or not. A container that is gone is no error. */
  remove(id: string): Promise<void>;
  /** All containers that carry the label, running or not. */
  listByLabel(label: string): Promise<ContainerSummary[]>;
  /** `null` where the engine cannot tell, for example because the container has exited. */
  usage(id: string): Promise<ContainerUsage | null>;
  /** The processes of a container, as the engine's `ps` lists them. `columns` must contain `pid`. */
  processes(id: string, columns: string): Promise<ProcessTable>;

  inspectImage(reference: string): Promise<ImageDetails | null>;
  /** Resolves with the new image's id. */
  build(request: BuildRequest): Promise<string>;

  /** Resolves when the engine goes away. */
  untilLost(signal: AbortSignal): Promise<void>;
}
