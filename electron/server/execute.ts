import { randomUUID } from "node:crypto";
import type { Reply } from "#shared/errors.ts";
import type { RunRequest, RunResult } from "#shared/run.ts";
import { callCore } from "../core/call-core.ts";
import type { Core } from "../core/core.ts";
import type { CommandContext } from "../core/dispatcher.ts";
import { createEventStream, EVENT_STREAM_HEADERS } from "./event-stream.ts";
import { JSON_HEADERS, toFailureResponse } from "./failures.ts";
import type { ExecuteRequest } from "./shapes.ts";

export interface ExecuteOptions {
  core: Pick<Core, "dispatch" | "events">;
  /** Whether the person who started the server has allowed the API to run programs without isolation. */
  mayRunLocally: () => boolean;
}

/** Runs programs for the API. `gone` aborts when the client goes away, which stops its run. */
export interface Execute {
  toEnd(request: ExecuteRequest, gone: AbortSignal): Promise<Response>;
  asEvents(request: ExecuteRequest, gone: AbortSignal): Promise<Response>;
}

export function createExecute({ core, mayRunLocally }: ExecuteOptions): Execute {
  const context: CommandContext = { source: "http", mayRunLocally };

  const prepare = async (asked: ExecuteRequest): Promise<RunRequest> =>
    toRunRequest(asked, await toOnlyFile(core, asked.language, context), mayRunLocally());

  const start = (request: RunRequest, gone: AbortSignal): Promise<Reply<RunResult>> => {
    const stop = (): void => void core.dispatch("run.stop", { id: request.id }, context);
    // Listened to before the run begins: a client may be gone already.
    gone.addEventListener("abort", stop, { once: true });
    const running = core.dispatch("run.start", request, context) as Promise<Reply<RunResult>>;
    if (gone.aborted) stop();
    return running.finally(() => gone.removeEventListener("abort", stop));
  };

  return {
    async toEnd(request, gone) {
      const reply = await start(await prepare(request), gone);
      if (!reply.ok) return toFailureResponse(reply.error);
      return new Response(JSON.stringify(reply.value), { headers: JSON_HEADERS });
    },

    async asEvents(request, gone) {
      const run = await prepare(request);
      const stopped = new AbortController();
      const stream = createEventStream(() => stopped.abort());
      const begun = Promise.withResolvers<void>();
      const off = core.events.onAny((name, payload) => {
        if (!EVENTS.has(name) || (payload as { id: string }).id !== run.id) return;
        stream.send(name, payload);
        begun.resolve();
      });
      const running = start(run, AbortSignal.any([gone, stopped.signal])).finally(() => {
        off();
        stream.end();
      });
      // What is refused before it begins is answered as any other failure, with its status.
      const refused = await Promise.race([begun.promise, running.then((reply) => (reply.ok ? null : reply.error))]);
      if (refused) return toFailureResponse(refused);
      return new Response(stream.body, { headers: EVENT_STREAM_HEADERS });
    },
  };
}

const EVENTS: ReadonlySet<string> = new Set(["run.started", "run.output", "run.finished"]);

/** The name of a program's only file, where the client gave it none. What is no language is refused by the core. */
async function toOnlyFile(core: ExecuteOptions["core"], language: string, context: CommandContext): Promise<string> {
  const languages = await callCore(core, "languages.list", {}, context);
  return languages.find(({ id }) => id === language)?.entry ?? "main";
}

/** Without the person's leave for exactly this, a run names Docker, so that nothing else can come of it. */
function toRunRequest(asked: ExecuteRequest, onlyFile: string, mayRunLocally: boolean): RunRequest {
  const { language, code = "", files, entry, stdin = "", limits } = asked;
  const request: RunRequest = {
    ...{ id: randomUUID(), language, backend: mayRunLocally ? "auto" : "docker", stdin },
    files: files ?? [{ path: onlyFile, content: code }],
  };
  if (entry !== undefined) request.entry = entry;
  if (limits !== undefined) request.limits = limits;
  return request;
}
