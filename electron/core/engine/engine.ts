import type { Readable } from "node:stream";
import type { ProcessTable } from "#shared/monitor.ts";
import type { OutputStream } from "./demultiplex.ts";
import type { Endpoint } from "./endpoint.ts";
import type { RawStats } from "./raw-stats.ts";

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

/** What the engine's list says of a container. */
export interface ContainerListing {
  id: string;
  name: string;
  image: string;
  labels: Record<string, string>;
  state: string;
  /** Seconds since the epoch. */
  createdAt: number;
}

/** What the engine reports of one container; its own field names and units, as far as they are used. */
export interface ContainerInspection {
  Id: string;
  Name: string;
  Created: string;
  SizeRw?: number;
  State: { Status: string; Running: boolean; ExitCode: number; FinishedAt?: string; Pid?: number };
  Config: {
    Image?: string;
    User?: string;
    Labels?: Record<string, string> | null;
    Cmd?: string[] | null;
    Entrypoint?: string[] | null;
    Tty?: boolean;
  };
  HostConfig: {
    Memory?: number;
    MemorySwap?: number;
    NanoCpus?: number;
    CpuQuota?: number;
    CpuPeriod?: number;
    PidsLimit?: number | null;
    ShmSize?: number;
    NetworkMode?: string;
    ReadonlyRootfs?: boolean;
    Privileged?: boolean;
    Init?: boolean | null;
    CapAdd?: string[] | null;
    CapDrop?: string[] | null;
    SecurityOpt?: string[] | null;
    LogConfig?: { Type?: string };
    RestartPolicy?: { Name?: string };
    Tmpfs?: Record<string, string> | null;
    Ulimits?: { Name: string; Soft: number; Hard: number }[] | null;
  };
  Mounts?: { Type?: string; Source?: string; Destination?: string; RW?: boolean }[];
}

/** One event of the engine about a container. */
export interface ContainerEvent {
  action: string;
  id: string;
  attributes: Record<string, string>;
}

export interface LogPart {
  stream: OutputStream;
  text: string;
}

/** What an engine says of itself beyond its name; `null` where it does not. */
export interface EngineFacts {
  /** Of the program that starts containers, for example `1.1.12`; its own name first where it is not runc. */
  runtime: { name: string; version: string } | null;
  cgroupVersion: string | null;
  cgroupDriver: string | null;
  /** As reported, for example `name=seccomp,profile=default`. */
  securityOptions: string[];
  /** Where it keeps images and containers, on its own machine. */
  rootFolder: string | null;
  /** ISO 8601, by its own clock. */
  systemTime: string | null;
  hostName: string | null;
}

export interface ImageDetails {
  id: string;
  tags: string[];
  labels: Record<string, string>;
  sizeBytes: number;
  createdAt: string;
  user: string;
  architecture: string;
  /** Digests of the layers, the base first. */
  layers: string[];
}

/** One step of an image's making, newest first in a history. */
export interface ImageLayer {
  createdBy: string;
  sizeBytes: number;
  /** ISO 8601. */
  createdAt: string;
}

export interface BuildRequest {
  /** A tar archive of the build context. */
  context: Buffer;
  tag: string;
  labels: Record<string, string>;
  noCache: boolean;
  /** Has the newest base image downloaded, also where the engine has one of its name. */
  pull?: boolean;
  signal: AbortSignal;
  onMessage: (message: BuildMessage) => void;
}

/** One thing that the engine says while it builds. */
export interface BuildMessage {
  text: string;
  /** How much of a layer of the base image has come. */
  download: { layer: string; doneBytes: number; totalBytes: number } | null;
}

/** Runs and what they need. Every method rejects with the engine client's own error. */
export interface SandboxCalls {
  createContainer(spec: ContainerSpec): Promise<string>;
  attach(id: string): Promise<Attachment>;
  start(id: string): Promise<void>;
  /** Resolves with the exit code when the container next exits. Ask before it starts. Rejects when the connection is lost. */
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
}

/** What a monitor looks at. */
export interface MonitorCalls {
  /** All containers, or those that carry the label. */
  listContainers(label: string | null): Promise<ContainerListing[]>;
  /** `reference`: an id, a unique beginning of it, or a name. `null` where there is none. */
  inspectContainer(reference: string, options?: { size: boolean }): Promise<ContainerInspection | null>;
  /** Passes on what happens to containers until `signal` aborts or the engine goes away; then it resolves. */
  followContainers(options: {
    label: string | null;
    signal: AbortSignal;
    /** Called once nothing can be missed any more. */
    onOpen: () => void;
    onEvent: (event: ContainerEvent) => void;
  }): Promise<void>;
  /** Passes on the statistics of a container, about one a second, until `signal` aborts or the container is gone. */
  followStats(id: string, signal: AbortSignal, onStats: (stats: RawStats) => void): Promise<void>;
  /** Statistics with those of a second before, so that processor use can be told. */
  sampleStats(id: string): Promise<RawStats>;
  /** The processes of a container in the engine's own columns. */
  top(id: string): Promise<ProcessTable>;
  /** The last lines that the engine keeps of a container's output. */
  logs(id: string, lines: number): Promise<LogPart[]>;
  /** Resolves when the container is gone. */
  untilRemoved(id: string, signal: AbortSignal): Promise<void>;
}

/** Images. */
export interface ImageCalls {
  inspectImage(reference: string): Promise<ImageDetails | null>;
  /** Resolves with the new image's id. */
  build(request: BuildRequest): Promise<string>;
  /** What an image was made of, newest first. */
  imageHistory(reference: string): Promise<ImageLayer[]>;
  /** All images, those that only the build cache has included. `isDangling`: no name and no child. */
  listImages(): Promise<{ id: string; tags: string[]; sizeBytes: number; isDangling: boolean }[]>;
  /** Removes a name or an id, and what is left over then. An image that is gone is no error. */
  removeImage(reference: string): Promise<void>;
}

/** Images as one archive, to carry them to another engine. */
export interface ArchiveCalls {
  /** As images name it, for example `amd64`. */
  architecture(): Promise<string>;
  /** The archive of these images, as it comes; what they share is in it once. */
  saveImages(references: readonly string[], signal: AbortSignal): Promise<Readable>;
  /**
   * Loads the images of an archive. `onUnpacked` is told how many bytes of layers the engine has unpacked.
   * @throws What `archive` failed with, the engine's own error, or the signal's.
   */
  loadImages(archive: Readable, signal: AbortSignal, onUnpacked: (bytes: number) => void): Promise<void>;
  /** Gives an image a name, which another may have had. */
  tagImage(id: string, tag: string): Promise<void>;
}

/** A container engine that answers. */
export interface Engine extends SandboxCalls, MonitorCalls, ImageCalls, ArchiveCalls {
  readonly endpoint: Endpoint;
  readonly identity: EngineIdentity;
  facts(): Promise<EngineFacts>;
  /** How long an answer takes that needs no work, in milliseconds. */
  ping(): Promise<number>;
  /** Resolves when the engine goes away. */
  untilLost(signal: AbortSignal): Promise<void>;
}
