import { setTimeout } from "node:timers/promises";
import type Docker from "dockerode";
import { createDemultiplexer } from "./demultiplex.ts";
import type { ContainerInspection, LogPart, MonitorCalls } from "./engine.ts";
import { engineStatusCode } from "./engine-error.ts";
import { readJsonLines } from "./json-lines.ts";
import type { RawStats } from "./raw-stats.ts";

const BETWEEN_READINGS_MS = 1_000;

/** An event as the engine writes it; Podman fills the same places. */
interface RawEvent {
  Type?: string;
  Action?: string;
  Actor?: { ID?: string; Attributes?: Record<string, string> | null };
}

/** The calls by which containers are looked at. */
export function createMonitorCalls(docker: Docker): MonitorCalls {
  return {
    async listContainers(label) {
      const found = await docker.listContainers({ all: true, ...(label && { filters: { label: [label] } }) });
      return found.map(({ Id, Names, Image, Labels, State, Created }) => ({
        id: Id,
        name: (Names?.[0] ?? "").replace(/^\//, ""),
        image: Image,
        labels: Labels ?? {},
        state: State,
        createdAt: Created,
      }));
    },
    async inspectContainer(reference, { size } = { size: false }) {
      try {
        return (await docker.getContainer(reference).inspect({ size } as object)) as ContainerInspection;
      } catch (error) {
        if (engineStatusCode(error) === 404) return null;
        throw error;
      }
    },
    async followContainers({ label, signal, onOpen, onEvent }) {
      const filters: Docker.GetEventsOptions["filters"] = { type: ["container"], ...(label && { label: [label] }) };
      const stream = await docker.getEvents({ abortSignal: signal, filters });
      onOpen();
      try {
        for await (const { Type, Action = "", Actor } of readJsonLines<RawEvent>(stream)) {
          if (Type !== "container" || !Actor?.ID) continue;
          onEvent({ action: Action, id: Actor.ID, attributes: Actor.Attributes ?? {} });
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    async followStats(id, signal, onStats) {
      try {
        const stream = await docker.getContainer(id).stats({ stream: true, abortSignal: signal } as { stream: true });
        for await (const stats of readJsonLines<RawStats>(stream)) onStats(stats);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    async sampleStats(id) {
      const read = async () => (await docker.getContainer(id).stats({ stream: false })) as RawStats;
      const stats = await read();
      if (Date.parse(stats.preread ?? "") > 0) return stats;
      // Podman reads once and answers at once.
      await setTimeout(BETWEEN_READINGS_MS);
      const later = await read();
      return { ...later, preread: stats.read ?? "", precpu_stats: stats.cpu_stats ?? {} };
    },
    async top(id) {
      const container = docker.getContainer(id);
      const { Titles, Processes } = await container.top();
      if (Titles?.length) return { titles: Titles, rows: Processes ?? [] };
      // Podman has the container's own `ps` do it, and our images have none, unless it is given columns of its own.
      const table = await container.top({ ps_args: "pid,user,pcpu,time,args" });
      return { titles: table.Titles ?? [], rows: table.Processes ?? [] };
    },
    async logs(id, lines) {
      const container = docker.getContainer(id);
      const { Config } = await container.inspect();
      const bytes = await container.logs({ follow: false, stdout: true, stderr: true, tail: lines });
      return Config.Tty ? [{ stream: "stdout", text: bytes.toString("utf8") }] : toLogParts(bytes);
    },
    async untilRemoved(id, signal) {
      try {
        await docker.getContainer(id).wait({ condition: "removed", abortSignal: signal });
      } catch (error) {
        if (!signal.aborted && engineStatusCode(error) !== 404) throw error;
      }
    },
  };
}

/** Takes the engine's log apart; parts of one stream that follow each other become one. */
function toLogParts(bytes: Buffer): LogPart[] {
  const parts: { stream: LogPart["stream"]; chunks: Buffer[] }[] = [];
  const demultiplex = createDemultiplexer((stream, chunk) => {
    const last = parts.at(-1);
    if (last?.stream === stream) last.chunks.push(chunk);
    else parts.push({ stream, chunks: [chunk] });
  });
  demultiplex(bytes);
  return parts.map(({ stream, chunks }) => ({ stream, text: Buffer.concat(chunks).toString("utf8") }));
}
