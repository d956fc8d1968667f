import { SandpitError } from "#shared/errors.ts";
import type { HistoryEntry } from "#shared/history-schema.ts";
import type { RunResult } from "#shared/run.ts";
import { callCore } from "../core/call-core.ts";
import type { Core } from "../core/core.ts";
import type { CommandContext } from "../core/dispatcher.ts";
import type { Executions, ExecutionsQuery, RunSummary } from "./shapes.ts";

export interface ExecutionsReader {
  /** The newest first. */
  list(query: ExecutionsQuery): Promise<Executions>;
  /** @throws SandpitError `not_found` where there is no such run, or none that has a result. */
  get(id: string): Promise<RunResult>;
}

/**
 * The runs of the API, out of history. Only those: who holds the token of a script has no business with what a person
 * wrote in the window.
 */
export function createExecutionsReader(core: Pick<Core, "dispatch">, context: CommandContext): ExecutionsReader {
  return {
    async list({ limit, before, language, outcome }) {
      const filter = {
        sources: [context.source],
        ...(language !== undefined && { languages: [language] }),
        ...(outcome !== undefined && { endings: [outcome] }),
      };
      const input = { filter, size: limit, ...(before !== undefined && { before }) };
      const { entries, next } = await callCore(core, "history.list", input, context);
      return { executions: entries.map(toSummary), next };
    },
    async get(id) {
      const { source, ending, error, result } = await callCore(core, "history.get", { id }, context);
      if (source !== context.source) throw new SandpitError("not_found", `There is no run ${id} of the API.`);
      if (result) return result;
      throw new SandpitError("not_found", `The run ${id} has no result: ${toReason(ending, error?.message)}`);
    },
  };
}

function toReason(ending: HistoryEntry["ending"], refusal: string | undefined): string {
  if (ending === "running") return "it has not ended yet.";
  return refusal === undefined ? "Sandpit ended before it did." : `it was refused. ${refusal}`;
}

const toSummary = (entry: HistoryEntry): RunSummary => {
  const { seq, id, at, language, source, backend, ending, warm, exitCode, wallMs, firstOutputMs, errorCode } = entry;
  const isolated = backend === null ? null : backend === "docker";
  return {
    ...{ seq, id, language, backend, isolated, warm, outcome: ending, exitCode, wallMs, firstOutputMs },
    ...{ errorCode, startedAt: at, source },
  };
};
