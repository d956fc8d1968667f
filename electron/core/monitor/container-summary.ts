import { type ContainerState, type ContainerSummary, containerStateSchema } from "#shared/monitor.ts";
import type { ContainerEvent, ContainerInspection, ContainerListing } from "../engine/engine.ts";
import type { LedgerEntry } from "../run/sandbox-ledger.ts";
import { INSTALLATION_LABEL, OWNER_LABEL } from "../run/sandbox-spec.ts";

/** What the engine knows of a container. */
export interface ContainerFacts
  extends Pick<ContainerSummary, "id" | "name" | "image" | "state" | "exitCode" | "createdAt" | "endedAt" | "limits"> {
  labels: Readonly<Record<string, string>>;
}

/** Who asks: by this it is told which containers are ours, and which are this very process's. */
export interface Viewer {
  installation: string;
  instance: string;
  /** The languages that run in the image with this tag. */
  languagesOf: (imageTag: string) => string[];
}

const NO_LIMITS = { memoryBytes: null, cpus: null, pids: null };

/** Podman knows more states (`configured`, `initialized`, `stopping`, `stopped`); each is one of Docker's here. */
export function toState(status: string): ContainerState {
  const known: Record<string, ContainerState> = {
    configured: "created",
    initialized: "created",
    stopping: "running",
    stopped: "exited",
  };
  return containerStateSchema.safeParse(status).data ?? known[status] ?? "created";
}

/** Limits as Docker and Podman write them: 0, -1 and `null` are none; processors as billionths or as quota and period. */
export function toContainerLimits({
  Memory,
  NanoCpus,
  CpuQuota,
  CpuPeriod,
  PidsLimit,
}: ContainerInspection["HostConfig"]): ContainerSummary["limits"] {
  const quota = CpuQuota && CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : null;
  return {
    memoryBytes: Memory && Memory > 0 ? Memory : null,
    cpus: NanoCpus && NanoCpus > 0 ? NanoCpus / 1e9 : quota,
    pids: PidsLimit && PidsLimit > 0 ? PidsLimit : null,
  };
}

/** @param imageName What the list calls the image, where it is known; an inspection may only have the id. */
export function toFacts(inspection: ContainerInspection, imageName?: string): ContainerFacts {
  const { Id, Name, Created, State, Config, HostConfig } = inspection;
  const state = toState(State.Status);
  const hasEnded = state === "exited" || state === "dead";
  const finished = State.FinishedAt && !State.FinishedAt.startsWith("0001") ? State.FinishedAt : null;
  return {
    id: Id,
    name: Name.replace(/^\//, ""),
    image: imageName ?? Config.Image ?? "",
    labels: Config.Labels ?? {},
    state,
    exitCode: hasEnded ? State.ExitCode : null,
    createdAt: new Date(Created).toISOString(),
    endedAt: hasEnded ? finished : null,
    limits: toContainerLimits(HostConfig),
  };
}

/** The same container as a later list has it. */
export const toRelisted = (facts: ContainerFacts, { name, state }: ContainerListing): ContainerFacts => ({
  ...facts,
  name,
  state: toState(state),
});

/**
 * What an event makes of a container: the new facts, the same object where it changes nothing, `"ask"` where only the
 * engine can tell. Podman says `died` and `remove` for Docker's `die` and `destroy`.
 */
export function applyEvent(
  facts: ContainerFacts,
  { action, attributes }: ContainerEvent,
  at: string,
): ContainerFacts | "ask" {
  switch (action) {
    case "start":
    case "restart":
    case "unpause":
      return { ...facts, state: "running", exitCode: null, endedAt: null };
    case "pause":
      return { ...facts, state: "paused" };
    case "die":
    case "died": {
      const code = Number(attributes.exitCode ?? attributes.containerExitCode ?? Number.NaN);
      return { ...facts, state: "exited", exitCode: Number.isInteger(code) ? code : null, endedAt: at };
    }
    case "destroy":
    case "remove":
      return { ...facts, state: "removed", endedAt: facts.endedAt ?? at };
    case "rename":
      return { ...facts, name: (attributes.name ?? facts.name).replace(/^\//, "") };
    case "update":
      return "ask";
    default:
      return facts;
  }
}

/** Joins what the engine knows with what this process knows. One of the two may be missing. */
export function toSummary(
  facts: ContainerFacts | undefined,
  entry: LedgerEntry | undefined,
  viewer: Viewer,
): ContainerSummary | null {
  const base = facts ?? (entry && factsOfEntry(entry));
  if (!base) return null;
  const { labels, ...rest } = base;
  const ours = labels[INSTALLATION_LABEL] === viewer.installation;
  const imageTag = ours ? labels["sandpit.image"] : undefined;
  return {
    ...rest,
    // Our sandboxes run by the image's id; its name says more.
    image: imageTag ?? rest.image,
    ours,
    mine: ours && labels[OWNER_LABEL] === viewer.instance,
    role: entry?.role ?? null,
    languages: entry?.language ? [entry.language] : imageTag ? viewer.languagesOf(imageTag) : [],
    runId: entry?.runId ?? null,
    outcome: entry?.outcome ?? null,
    exitCode: entry?.exitCode ?? rest.exitCode,
    state: toJoinedState(rest.state, entry),
    endedAt: rest.endedAt ?? (typeof entry?.endedAt === "number" ? new Date(entry.endedAt).toISOString() : null),
  };
}

/** What this process has seen with its own eyes counts before an event that is still to come. */
function toJoinedState(state: ContainerState, entry: LedgerEntry | undefined): ContainerState {
  if (entry?.isRemoved) return "removed";
  const hasStarted = entry?.role === "warm" || entry?.role === "running";
  return hasStarted && state === "created" ? "running" : state;
}

const factsOfEntry = ({ id, spec, createdAt, role }: LedgerEntry): ContainerFacts => ({
  id,
  name: id.slice(0, 12),
  image: spec.Image,
  labels: spec.Labels,
  state: role === "starting" ? "created" : role === "finished" ? "removed" : "running",
  exitCode: null,
  createdAt,
  endedAt: null,
  limits: spec.HostConfig
    ? {
        memoryBytes: spec.HostConfig.Memory,
        cpus: spec.HostConfig.NanoCpus / 1e9,
        pids: spec.HostConfig.PidsLimit,
      }
    : NO_LIMITS,
});
