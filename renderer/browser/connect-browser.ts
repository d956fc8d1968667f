import type { AnyCommandName, Bridge } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";
import type { Workspace } from "#shared/workspace.ts";
import { createBundleFiles } from "./bundle-files.ts";
import { createConnectionBar } from "./connection-bar.ts";
import { copyText } from "./copy-text.ts";
import { connectDrops } from "./drops.ts";
import { createBrowserExports } from "./exports.ts";
import { createBrowserFiles } from "./files/browser-files.ts";
import { createListeners } from "./listeners.ts";
import { connectMenuKeys } from "./menu-keys.ts";
import { takePageKey } from "./page-key.ts";
import { connectServer, type ServerConnection } from "./server-connection.ts";

type Answer = (input: never) => Promise<Reply<unknown>>;
type WindowAnswers = Record<AnyCommandName, Answer>;

/**
 * The window's bridge where no preload script brings one: the core is asked over HTTP, and what a desktop application
 * has dialogs for is done the browser's way.
 */
export function connectBrowser(page: Window): Bridge {
  const listeners = createListeners();
  const headers = { "x-sandpit-page": takePageKey(page), "x-sandpit-tab": crypto.randomUUID() };
  const questions = new Map<string, (payload: never) => void>();
  const connection = connectServer({
    ...{ headers, page },
    onEvent: (name, payload) => (questions.get(name) ?? ((given) => listeners.relay(name, given)))(payload as never),
    onState: (state) => bar.showState(state),
  });
  const bar = createConnectionBar(page, connection.retry);
  const files = createBrowserFiles({ page, emit: listeners.emit });

  const ask = ({ url }: { url: string }): void => {
    const show = (): void => void page.open(url, "sandpit-question", "width=640,height=520");
    bar.showQuestion(show);
    show(); // a browser may block it; then the bar's button shows it
  };
  questions.set("browser.asked", ask);
  questions.set("browser.answered", () => bar.showQuestion(null));
  questions.set("browser.taken", () => bar.showState("taken"));
  questions.set("browser.connected", () => {});
  // Events were lost: whatever follows the engine asks how things stand.
  questions.set("browser.reset", () => {
    void connection.call("engine.check", {}).then((reply) => {
      if (reply.ok) listeners.relay("engine.changed", reply.value);
    });
  });

  const answers: Partial<WindowAnswers> = {
    ...files.answers,
    ...createBundleFiles(page, connection),
    ...createBrowserExports({ page, call: (name, input) => connection.call(name, input) }),
    "http.openDocs": async () => {
      page.open("/api/v1/docs", "_blank", "noopener");
      return { ok: true, value: {} };
    },
    "app.copyText": ({ text }: { text: string }) => copyText(page, text),
    ...createDraftKeeper(connection, page),
  };
  connectMenuKeys(page, listeners.emit);
  connectDrops(page, files.openDropped);

  return {
    async call(name, input) {
      const answer = answers[name] ?? ((given: unknown) => connection.call(name, given));
      return (await answer(input as never)) as never;
    },
    on: listeners.on,
  };
}

const RETRY_SAVE_MS = 2_000;
const pause = (ms: number): Promise<void> => new Promise((over) => setTimeout(over, ms));

/**
 * Saves the drafts as soon as the server is there again: the page must not lose what was typed in the meantime. While
 * they are not saved, the browser asks before it leaves the page.
 */
function createDraftKeeper(
  connection: ServerConnection,
  page: Window,
): Pick<WindowAnswers, "workspace.save" | "window.draftsSettled"> {
  let waiting = 0;
  let problem: string | null = null;
  page.addEventListener("beforeunload", (event) => {
    // A page whose place another tab has taken has nothing of its own to lose.
    const isLost = problem !== null && connection.state() !== "taken";
    if (waiting > 0 || isLost) event.preventDefault();
  });
  const save = async (workspace: Workspace): Promise<Reply<unknown>> => {
    for (;;) {
      try {
        return await connection.call("workspace.save", workspace);
      } catch (error) {
        if (connection.state() === "ended" || connection.state() === "taken") throw error;
        waiting += 1;
        connection.retry();
        await Promise.race([connection.changed(), pause(RETRY_SAVE_MS)]);
        waiting -= 1;
      }
    }
  };
  return {
    "workspace.save": save,
    async "window.draftsSettled"(report: { problem: string | null }) {
      problem = report.problem;
      return { ok: true, value: {} };
    },
  };
}
