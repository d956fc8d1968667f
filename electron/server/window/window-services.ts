import type * as z from "zod";
import { commands, windowCommands } from "#shared/contract.ts";
import { type Reply, SandpitError, toFailure } from "#shared/errors.ts";
import type { HttpStatus } from "#shared/http-api.ts";
import { checkApiIsAllowed } from "../../core/api-allowed.ts";
import type { Core } from "../../core/core.ts";
import { toInvalidInput } from "../../core/dispatcher.ts";
import { createIsolationConsent } from "../../web/isolation-consent.ts";
import { createPageRuns } from "../../web/page-runs.ts";
import { createPageWatches } from "../../web/page-watches.ts";
import { QUESTION_PATH } from "../access.ts";
import type { TokenKeeper } from "../token.ts";
import { createActivePage } from "./active-page.ts";
import type { ConsentDesk } from "./consent-desk.ts";

export interface WindowServicesOptions {
  core: Pick<Core, "dispatch" | "events">;
  desk: ConsentDesk;
  /** Where the person answers questions: this server, under another name. */
  questionOrigin: () => string;
  /** Where this server is reached. */
  address: () => string;
  token: TokenKeeper;
  log: (line: string, error?: unknown) => void;
}

/** All that answers the window in a browser. Files and the clipboard are the browser's own. */
export interface WindowServices {
  /** Answers any command that needs this machine. Never rejects. */
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  /** See `ActivePage`. */
  claim(page: string): boolean;
  connect(after: number | null): ReadableStream<Uint8Array> | null;
  close(): void;
}

export function createWindowServices(options: WindowServicesOptions): WindowServices {
  const { core, desk, questionOrigin, address, token, log } = options;
  const runs = createPageRuns((name, input) =>
    core.dispatch(name, input, { source: "window", mayRunLocally: consent.isGiven }),
  );
  const watches = createPageWatches(runs.dispatch);
  const page = createActivePage({
    onGone() {
      desk.withdraw();
      watches.endAll().catch((error: unknown) => log("A watch could not be ended", error));
      runs.stopAll().catch((error: unknown) => log("A run could not be stopped", error));
    },
  });

  const consent = createIsolationConsent(async () => {
    const reply = await runs.dispatch("app.status", {});
    const { data: status } = commands["app.status"].output.safeParse(reply.ok ? reply.value : null);
    if (status?.backendPolicy === "docker") {
      const message = "Sandpit is set to run programs in Docker only. Start Docker, then retry.";
      throw new SandpitError("policy_forbids", message);
    }
    const { id, answer } = desk.ask(status?.engine.state === "unavailable" ? status.engine.message : "");
    page.push("browser.asked", { url: `${questionOrigin()}${QUESTION_PATH}${id}` });
    const agreed = await answer;
    page.push("browser.answered", {});
    return agreed;
  });

  /** The window commands that a browser cannot answer by itself. */
  const own: Record<string, (input: unknown) => Promise<unknown>> = {
    "isolation.allowLocal": async () => ({ allowed: await consent.request() }),
    "http.status": async () => toHttpStatus(core, address()),
    "http.token": async () => ({ token: await token.current() }),
    "http.revokeToken": async () => ({ token: await token.rotate() }),
    "app.reportError": async (input) => {
      const { message, stack } = check(windowCommands["app.reportError"].input, input);
      log(`An error in the window: ${stack ?? message}`);
      return {};
    },
  };

  const offs = [
    core.events.on("engine.changed", ({ state }) => consent.engineChanged(state)),
    core.events.onAny((name, payload) => {
      // What other clients' programs print is not for the window.
      const isOutput = name === "run.output" || name === "run.waiting";
      if (!isOutput || runs.has((payload as { id: string }).id)) page.push(name, payload);
    }),
  ];

  return {
    async call(name, input) {
      const answer = Object.hasOwn(own, name) ? own[name] : undefined;
      if (!answer) return watches.dispatch(name, input);
      try {
        return { ok: true, value: await answer(input) };
      } catch (error) {
        const failure = toFailure(error);
        if (failure.code === "internal") log(`The command ${name} failed`, error);
        return { ok: false, error: failure };
      }
    },
    claim: page.claim,
    connect: page.connect,
    close() {
      for (const off of offs) off();
      desk.withdraw();
      page.end();
    },
  };
}

/** This server is there as long as the page is; whether it also answers the API is a setting. */
async function toHttpStatus(core: Pick<Core, "dispatch">, address: string): Promise<HttpStatus> {
  try {
    await checkApiIsAllowed(core, { source: "window", mayRunLocally: () => false });
    return { state: "on", address, isHealthy: true, message: null };
  } catch (error) {
    return { state: "off", address: null, isHealthy: false, message: toFailure(error).message };
  }
}

function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw toInvalidInput(parsed.error);
  return parsed.data;
}
