import { toAppearance } from "../settings/appearance.ts";
import { toEntryDraft } from "../workspace/run-request.ts";
import type { WorkspaceState } from "../workspace/workspace-state.ts";
import { runMenuCommand } from "./menu-commands.ts";
import type { Session } from "./session.ts";
import { showRuns, showScreen } from "./show-screen.ts";

/** Has the core's events change the stores. Returns the function that ends it. */
export function connectEvents(session: Session): () => void {
  const { bridge, stores, files, disk, isolation, run } = session;
  const { status, images, output } = stores;
  const notify = (tone: "neutral" | "attention", text: string) =>
    stores.notices.dispatch({ type: "shown", notice: { tone, text } });
  const isCurrent = (id: string) => {
    const state = stores.run.getState();
    return state.phase !== "idle" && state.id === id;
  };
  const ends = [
    bridge.on("engine.changed", (engine) => {
      status.dispatch({ type: "engineChanged", engine });
      if (engine.state === "unavailable") stores.view.setState({ engineCardDismissed: false });
      void isolation.refresh();
      void isolation.listImages();
      if (engine.state === "available") isolation.prepare(toEntryDraft(stores.workspace.getState())?.language);
    }),
    bridge.on("pool.changed", ({ warm }) => status.dispatch({ type: "poolChanged", warm })),
    bridge.on("run.started", (event) => stores.run.dispatch({ type: "started", event })),
    bridge.on("run.output", ({ id, stream, text }) => {
      if (isCurrent(id)) output.write(stream, text);
    }),
    bridge.on("run.waiting", ({ id, waiting }) => stores.run.dispatch({ type: "waiting", id, waiting })),
    bridge.on("run.finished", ({ result }) => run.onFinished(result)),
    bridge.on("image.progressed", (progress) => images.dispatch({ type: "progressed", progress })),
    bridge.on("languages.changed", ({ languages, broken }) => {
      stores.languages.setState({ list: languages, broken });
      // Their limits stand in the badge.
      void isolation.refresh();
      void isolation.listImages();
    }),
    bridge.on("image.changed", (image) => images.dispatch({ type: "changed", image })),
    bridge.on("isolation.checked", ({ faults }) => status.dispatch({ type: "isolationChecked", faults })),
    bridge.on("settings.changed", ({ entries }) => {
      stores.settings.dispatch({ type: "changed", entries });
      stores.preferences.setState(toAppearance(entries));
      // Limits and the policy stand in the badge.
      void isolation.refresh();
    }),
    bridge.on("policy.changed", (policy) => {
      stores.settings.dispatch({ type: "policyChanged", policy });
      void isolation.refresh();
    }),
    bridge.on("history.recorded", (entry) => stores.history.dispatch({ type: "recorded", entry })),
    bridge.on("history.removed", (removed) => {
      stores.history.dispatch({ type: "removed", ...removed });
      // How many of them the filter would have let through is not known here.
      if (removed.upTo !== undefined || removed.before !== undefined) void session.history.recount();
    }),
    bridge.on("history.noticed", ({ state, message }) => {
      stores.history.dispatch({ type: "noticed", state, message });
      // The screen itself says it, too.
      if (stores.view.getState().screen !== "history") notify(state === "on" ? "neutral" : "attention", message);
    }),
    bridge.on("abuse.flagged", (flag) => {
      const action = { label: "Show the runs", run: () => void showRuns(session, flag.seqs) };
      stores.notices.dispatch({ type: "shown", notice: { tone: "attention", text: flag.message, action } });
    }),
    bridge.on("containers.listed", ({ containers }) => stores.monitor.dispatch({ type: "listed", containers })),
    bridge.on("container.changed", (container) => stores.monitor.dispatch({ type: "changed", container })),
    bridge.on("container.sampled", session.samples.add),
    bridge.on("files.opened", (event) => {
      showScreen(session, "code");
      files.take(event.files);
    }),
    bridge.on("files.changed", ({ handle, onDisk }) => disk.onChanged(handle, onDisk)),
    bridge.on("menu.chosen", ({ command }) => runMenuCommand(session, command)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Has every change of the workspace saved, watched and prepared for. Returns the function that ends it. */
export function connectWorkspace(session: Session): () => void {
  const { stores, drafts, disk, isolation } = session;
  let before: WorkspaceState = stores.workspace.getState();
  disk.watch();
  const endRuns = stores.run.subscribe(({ phase }) => {
    // What a program does next may be the end of everything, so its text is saved before it starts and not soon after.
    if (phase === "starting") void drafts.flush();
  });
  const endWorkspace = stores.workspace.subscribe((state) => {
    const language = toEntryDraft(state)?.language;
    if (language !== toEntryDraft(before)?.language) isolation.prepare(language);
    if (state.drafts !== before.drafts || state.activeId !== before.activeId) drafts.schedule();
    before = state;
    disk.watch();
  });
  return () => {
    endRuns();
    endWorkspace();
  };
}

/** Has the host know whether the text is safe, so that it can ask before one is lost. Returns the function that ends it. */
export function connectClosing({ bridge, call, stores, drafts }: Session): () => void {
  const { view } = stores;
  const tell = (isFinal: boolean) =>
    void call("window.draftsSettled", { problem: view.getState().draftProblem, isFinal });
  const endView = view.subscribe((state, before) => {
    if (state.draftProblem !== before.draftProblem) tell(false);
  });
  const endClosing = bridge.on("window.closing", () => {
    void saveAgain({ stores, drafts }).then(() => tell(true));
  });
  tell(false);
  return () => {
    endView();
    endClosing();
  };
}

/** Saves what is not saved yet, and tries once more what could not be: the disk may have room again. */
function saveAgain({ stores, drafts }: Pick<Session, "stores" | "drafts">): Promise<void> {
  if (stores.view.getState().draftProblem !== null) drafts.schedule();
  return drafts.flush();
}

/** Saves at once whenever the window may be about to go. Returns the function that ends it. */
export function connectPage(session: Session, page: Window): () => void {
  const flush = () => void saveAgain(session);
  const onVisibility = () => {
    if (page.document.visibilityState === "hidden") flush();
  };
  for (const name of ["blur", "pagehide", "beforeunload"]) page.addEventListener(name, flush);
  page.document.addEventListener("visibilitychange", onVisibility);
  return () => {
    for (const name of ["blur", "pagehide", "beforeunload"]) page.removeEventListener(name, flush);
    page.document.removeEventListener("visibilitychange", onVisibility);
  };
}
