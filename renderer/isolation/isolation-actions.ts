import type { ErrorCode } from "#shared/errors.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";
import { toEntryDraft } from "../workspace/run-request.ts";

export interface IsolationActions {
  /** Asks the core how things stand. */
  refresh(): Promise<void>;
  /** Looks for the engine again. */
  check(): Promise<void>;
  /** Has measured how long the engine takes to answer. */
  measureLatency(): Promise<void>;
  /**
   * Has the user agree, outside the page, to programs without isolation. The host alone knows whether an agreement holds,
   * and asks nobody where it does: a session that was isolated never turns insecure without a new question.
   */
  allowLocal(): Promise<boolean>;
  listImages(): Promise<void>;
  /** Builds the images of these languages, all of them by default; `noCache` has everything made anew. */
  buildImages(languages?: readonly string[], options?: { noCache: boolean }): Promise<void>;
  cancelBuild(): Promise<void>;
  removeImage(folder: string): Promise<void>;
  /** Removes an added language, with its image. */
  removeLanguage(folder: string): Promise<void>;
  /** Asks which languages there are, and which folders are none. */
  listLanguages(): Promise<void>;
  /** Gets sandboxes ready for the language of the program that Run runs. */
  prepare(languageId: string | undefined): void;
}

/** What can be done about the engine and its images. */
export function createIsolationActions(call: Call, stores: Stores): IsolationActions {
  const { status, images, notices, run, view } = stores;
  const complain = (text: string) => notices.dispatch({ type: "shown", notice: { tone: "attention", text } });

  /** Takes back that a program could not run, once what was in its way is gone. */
  function forgetRefusal(code: ErrorCode): void {
    const state = run.getState();
    if (state.phase !== "refused" || state.failure.code !== code) return;
    // How a program ended is still worth knowing.
    if (!state.hadStarted) run.dispatch({ type: "cleared" });
  }

  async function refresh(): Promise<void> {
    const reply = await call("app.status", {});
    if (reply.ok) {
      status.dispatch({ type: "reported", status: reply.value });
      if (reply.value.engine.state === "available") forgetRefusal("docker_unavailable");
    } else {
      status.dispatch({ type: "checking", checking: false });
      complain(reply.error.message);
    }
  }

  async function listImages(): Promise<void> {
    const reply = await call("images.list", {});
    if (reply.ok) images.dispatch({ type: "listed", images: reply.value });
  }

  function prepare(languageId: string | undefined): void {
    // Only a head start: where it fails, the run itself says what is wrong.
    if (languageId !== undefined) void call("pool.prepare", { language: languageId });
  }

  return {
    refresh,
    async check() {
      status.dispatch({ type: "checking", checking: true });
      const reply = await call("engine.check", {});
      if (reply.ok) status.dispatch({ type: "engineChanged", engine: reply.value });
      else complain(reply.error.message);
      await refresh();
      await listImages();
    },
    async measureLatency() {
      const reply = await call("engine.latency", {});
      // Where it fails, the engine has gone, which is told elsewhere.
      status.dispatch({ type: "latencyMeasured", latencyMs: reply.ok ? reply.value.medianMs : null });
    },
    async allowLocal() {
      const reply = await call("isolation.allowLocal", {});
      if (!reply.ok) complain(reply.error.message);
      if (!reply.ok || !reply.value.allowed) return false;
      view.setState({ engineCardDismissed: true });
      // The engine may have come back while the question stood; then the answer is not needed any more.
      return status.getState().status?.backend === "local";
    },
    listImages,
    async buildImages(languages, { noCache } = { noCache: false }) {
      if (images.getState().build.running) return;
      const wanted = (images.getState().images ?? []).filter((image) =>
        languages
          ? image.languages.some((language) => languages.includes(language))
          : noCache || image.state !== "ready",
      );
      images.dispatch({ type: "buildBegun", tags: wanted.map(({ tag }) => tag) });
      const reply = await call("images.build", { ...(languages && { languages: [...languages] }), noCache });
      if (reply.ok) {
        images.dispatch({ type: "buildEnded", failure: null });
        for (const image of reply.value) images.dispatch({ type: "changed", image });
        forgetRefusal("image_missing");
        prepare(toEntryDraft(stores.workspace.getState())?.language);
      } else images.dispatch({ type: "buildEnded", failure: reply.error });
      await listImages();
    },
    async cancelBuild() {
      images.dispatch({ type: "cancelling" });
      const reply = await call("images.cancel", {});
      if (!reply.ok) complain(reply.error.message);
    },
    async removeImage(folder) {
      const reply = await call("images.remove", { folder });
      if (reply.ok) images.dispatch({ type: "listed", images: reply.value });
      else complain(reply.error.message);
    },
    async removeLanguage(folder) {
      const reply = await call("languages.remove", { folder });
      if (!reply.ok) complain(reply.error.message);
    },
    async listLanguages() {
      const [languages, catalog] = await Promise.all([call("languages.list", {}), call("languages.catalog", {})]);
      if (languages.ok && catalog.ok)
        stores.languages.setState({ list: languages.value, broken: catalog.value.broken });
    },
    prepare,
  };
}
