import type * as z from "zod";
import { commands, windowCommands } from "#shared/contract.ts";
import { type Reply, SandpitError, toFailure } from "#shared/errors.ts";
import type { HttpStatus } from "#shared/http-api.ts";
import { checkApiIsAllowed } from "../../core/api-allowed.ts";
import { toFingerprint } from "../../core/bundle/signing.ts";
import type { Core } from "../../core/core.ts";
import { toInvalidInput } from "../../core/dispatcher.ts";
import { createIsolationConsent } from "../../web/isolation-consent.ts";
import { createPageBundles } from "../../web/page-bundles.ts";
import { createPageRuns } from "../../web/page-runs.ts";
import { createPageWatches } from "../../web/page-watches.ts";
import { QUESTION_PATH } from "../access.ts";
import type { TokenKeeper } from "../token.ts";
import { createActivePage } from "./active-page.ts";
import type { ConsentDesk, QuestionSubject } from "./consent-desk.ts";
import { createTransfers, type Transfers } from "./transfers.ts";

export interface WindowServicesOptions {
  core: Pick<Core, "dispatch" | "events" | "bundles">;
  desk: ConsentDesk;
  /** For files on their way between the browser and the core. */
  transferFolder: string;
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
  transfers: Transfers;
  close(): Promise<void>;
}

export function createWindowServices(options: WindowServicesOptions): WindowServices {
  const { core, desk, transferFolder, questionOrigin, address, token, log } = options;
  const transfers = createTransfers(transferFolder, core.bundles);
  const bundles = createPageBundles((name, input) =>
    core.dispatch(name, input, {
      source: "window",
      mayRunLocally: consent.isGiven,
      mayBuild: ({ label }) => ask({ about: "build", text: label }),
    }),
  );
  const runs = createPageRuns(bundles.dispatch);
  const watches = createPageWatches(runs.dispatch);
  const page = createActivePage({
    onGone() {
      desk.withdraw();
      watches.endAll().catch((error: unknown) => log("A watch could not be ended", error));
      runs.stopAll().catch((error: unknown) => log("A run could not be stopped", error));
      bundles.stop().catch((error: unknown) => log("A bundle could not be stopped", error));
    },
  });

  const consent = createIsolationConsent(async () => {
    const reply = await runs.dispatch("app.status", {});
    const { data: status } = commands["app.status"].output.safeParse(reply.ok ? reply.value : null);
    if (status?.backendPolicy === "docker") {
      const message = "Sandpit is set to run programs in Docker only. Start Docker, then retry.";
      throw new SandpitError("policy_forbids", message);
    }
    return ask({ about: "isolation", text: status?.engine.state === "unavailable" ? status.engine.message : "" });
  });
  const ask = async (subject: QuestionSubject): Promise<boolean> => {
    const { id, answer } = desk.ask(subject);
    page.push("browser.asked", { url: `${questionOrigin()}${QUESTION_PATH}${id}` });
    const agreed = await answer;
    page.push("browser.answered", {});
    return agreed;
  };

  /** The window commands that a browser cannot answer by itself. */
  const own: Record<string, (input: unknown) => Promise<unknown>> = {
    "isolation.allowLocal": async () => ({ allowed: await consent.request() }),
    "bundle.trust": async (input) => {
      const key = core.bundles.keyOf(check(windowCommands["bundle.trust"].input, input).place);
      if (key === null) throw new SandpitError("not_found", "Nobody has signed this bundle. Choose it again.");
      const trusted = await ask({ about: "key", text: toFingerprint(key) });
      if (trusted) await core.bundles.trust(key);
      return { trusted };
    },
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
    core.events.on("settings.changed", ({ entries }) => consent.settingsChanged(entries)),
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
    transfers,
    async close() {
      for (const off of offs) off();
      desk.withdraw();
      page.end();
      await transfers.close();
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
