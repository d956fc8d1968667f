import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import type { Bridge } from "#shared/contract.ts";
import { App } from "./app/app.tsx";
import { ErrorBoundary } from "./app/error-boundary.tsx";
import { StartFailure } from "./app/start-failure.tsx";
import { applyAppearance } from "./preferences/theme.ts";
import { connectClosing, connectEvents, connectPage, connectWorkspace } from "./session/connect.ts";
import { afterFirstPaint } from "./session/first-paint.ts";
import { connectErrors, reportError } from "./session/report-errors.ts";
import { createSession, type Session } from "./session/session.ts";
import { connectShortcuts } from "./session/shortcuts.ts";
import { SessionContext } from "./session/use-session.ts";
import { toNewDraft } from "./workspace/drafts.ts";
import { toEntryDraft } from "./workspace/run-request.ts";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";

/** Opens the window: the editor as soon as text and preferences are there, everything else after it. */
export async function start(bridge: Bridge, element: HTMLElement): Promise<void> {
  const session = createSession(bridge);
  const root = createRoot(element, { onUncaughtError: (error) => reportError(session, error) });
  connectErrors(session, window);
  connectEvents(session);
  const { preferences } = session.stores;
  const preferred = session.call("preferences.get", {});
  const loaded = loadWorkspace(session);
  const reply = await preferred;
  if (reply.ok) preferences.setState(reply.value);
  applyAppearance(document.documentElement, preferences.getState());
  preferences.subscribe((state) => applyAppearance(document.documentElement, state));
  await open(session, root, await loaded);
}

async function open(session: Session, root: Root, problem: string | null): Promise<void> {
  if (problem !== null) {
    // Going on with an empty workspace would overwrite the drafts that could not be read.
    const retry = () => void loadWorkspace(session).then((again) => open(session, root, again));
    root.render(<StartFailure message={problem} onRetry={retry} />);
    return;
  }
  connectWorkspace(session);
  connectPage(session, window);
  connectShortcuts(session, window);
  // At once and in one go: nothing else is on the page that could be kept waiting.
  flushSync(() =>
    root.render(
      <SessionContext value={session}>
        <ErrorBoundary onError={(error) => reportError(session, error)}>
          <App />
        </ErrorBoundary>
      </SessionContext>,
    ),
  );
  await afterFirstPaint();
  connectClosing(session);
  await lookAround(session);
}

/** Reads what was open last into the store, or answers why that could not be done. */
async function loadWorkspace({ call, stores }: Session): Promise<string | null> {
  const reply = await call("workspace.load", {});
  if (!reply.ok) return reply.error.message;
  const { workspace, notice } = reply.value;
  const language = stores.languages.getState().list[0];
  if (workspace) stores.workspace.dispatch({ type: "loaded", workspace });
  else if (language) {
    stores.workspace.dispatch({ type: "added", draft: toNewDraft(crypto.randomUUID(), language, [], language.sample) });
  }
  if (notice !== null) stores.notices.dispatch({ type: "shown", notice: { tone: "attention", text: notice } });
  return null;
}

/** Everything that the editor need not wait for. */
async function lookAround(session: Session): Promise<void> {
  const { call, isolation, settings, stores } = session;
  isolation.prepare(toEntryDraft(stores.workspace.getState())?.language);
  const languages = call("languages.list", {});
  await Promise.all([isolation.refresh(), isolation.listImages(), settings.begin()]);
  const reply = await languages;
  if (reply.ok) stores.languages.setState({ list: reply.value });
}
