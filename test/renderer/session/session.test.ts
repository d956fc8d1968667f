// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import type { OpenedFile } from "#shared/workspace.ts";
import { connectClosing, connectEvents, connectWorkspace } from "../../../renderer/session/connect.ts";
import { createSession } from "../../../renderer/session/session.ts";
import { toNewDraft } from "../../../renderer/workspace/drafts.ts";
import { AVAILABLE, createFakeBridge, type FakeOptions, type FakeRun, UNAVAILABLE } from "../fake-bridge.ts";

const AWAY = { code: "docker_unavailable", message: "The engine went away." } as const;

async function open(options: FakeOptions = {}) {
  const bridge = createFakeBridge(options);
  const session = createSession(bridge);
  connectEvents(session);
  const [python] = session.stores.languages.getState().list;
  if (python) session.stores.workspace.dispatch({ type: "added", draft: toNewDraft("d1", python, [], "print(1)") });
  await session.isolation.refresh();
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input);
  const phase = () => session.stores.run.getState().phase;
  return { bridge, session, sent, phase };
}

describe("running", () => {
  it("runs isolated where there is an engine, and says so in the request", async () => {
    const { session, sent, phase } = await open();
    await session.run.start();
    expect(phase()).toBe("finished");
    expect(sent("run.start")).toMatchObject([{ backend: "docker", language: "python", entry: "main.py" }]);
    expect(sent("isolation.allowLocal")).toEqual([]);
  });

  it("loses no output that comes before anything else", async () => {
    const { session } = await open({
      program: ({ print, end }) => {
        print("first\n");
        end();
      },
    });
    await session.run.start();
    session.stores.output.settle();
    expect(session.stores.output.store.getState().screen.text()).toBe("first\n");
  });

  it("has the host ask before every run without isolation: only the host knows what was agreed to, and still holds", async () => {
    const { session, sent } = await open({ engine: UNAVAILABLE });
    await session.run.start();
    await session.run.start();
    expect(sent("isolation.allowLocal")).toHaveLength(2);
    expect(sent("run.start")).toMatchObject([{ backend: "local" }, { backend: "local" }]);
  });

  it("does not run where that is declined", async () => {
    const { session, sent, phase } = await open({ engine: UNAVAILABLE, allowLocal: false });
    await session.run.start();
    expect(sent("run.start")).toEqual([]);
    expect(phase()).toBe("idle");
  });

  it("runs where the engine is by then: isolated once it is back, and not without asking once it is gone again", async () => {
    const { session, bridge, sent } = await open({ engine: UNAVAILABLE });
    await session.run.start();
    bridge.setEngine(AVAILABLE);
    await session.run.start();
    expect(sent("isolation.allowLocal")).toHaveLength(1);
    bridge.setEngine(UNAVAILABLE);
    await session.run.start();
    expect(sent("isolation.allowLocal")).toHaveLength(2);
    expect(sent("run.start")).toMatchObject([{ backend: "local" }, { backend: "docker" }, { backend: "local" }]);
  });

  it("runs nothing where isolation is required and cannot be had", async () => {
    const { session, sent } = await open({ engine: UNAVAILABLE, policy: "docker" });
    await session.run.start();
    expect(sent("run.start")).toEqual([]);
    expect(sent("isolation.allowLocal")).toEqual([]);
  });

  it("starts once, however often Run is pressed", async () => {
    const { session, sent } = await open({ program: () => {} });
    void session.run.start();
    void session.run.start();
    await vi.waitFor(() => expect(sent("run.start")).toHaveLength(1));
    void session.run.start();
    await session.run.stop();
    expect(sent("run.start")).toHaveLength(1);
    expect(sent("run.stop")).toHaveLength(1);
  });

  it("sends lines and the end of the input, and shows both", async () => {
    const { session, sent } = await open({ program: ({ print }) => print("Who? ") });
    void session.run.start();
    await vi.waitFor(() => expect(sent("run.start")).toHaveLength(1));
    await session.run.sendLines(["Ada"]);
    await session.run.endInput("rest");
    expect(sent("run.input")).toMatchObject([{ text: "Ada\n" }, { text: "rest", end: true }]);
    session.stores.output.settle();
    expect(session.stores.output.store.getState().screen.text()).toBe("Who? Ada\nrest\nEnd of input\n");
  });

  it("finds the error that ended the program in the draft it is in", async () => {
    const { session } = await open({
      program({ complain, end }) {
        complain(
          'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 1, in <module>\n    x\nNameError: x\n',
        );
        end({ outcome: "failed", exitCode: 1 });
      },
    });
    await session.run.start();
    expect(session.stores.run.getState()).toMatchObject({ error: { draftId: "d1", line: 1, kind: "NameError" } });
  });

  it("saves what was typed before the program starts, without waiting for a pause in typing", async () => {
    const { session, bridge } = await open();
    connectWorkspace(session);
    session.stores.workspace.dispatch({ type: "edited", id: "d1", content: "crash()", cursor: 0 });
    await session.run.start();
    const names = bridge.calls.map(({ name }) => name);
    expect(names).toContain("workspace.save");
    expect(names.indexOf("workspace.save")).toBeLessThan(names.indexOf("run.start"));
    expect(bridge.calls.find(({ name }) => name === "workspace.save")?.input).toMatchObject({
      drafts: [{ content: "crash()" }],
    });
  });

  it("takes back that an image was missing, once it is built", async () => {
    const { session, phase } = await open({
      refusal: { code: "image_missing", message: "It has not been built yet." },
    });
    await session.run.start();
    expect(phase()).toBe("refused");
    await session.isolation.buildImages();
    expect(phase()).toBe("idle");
  });

  it.each([
    ["takes back that there was no engine, once there is one", { refusal: AWAY }, "idle"],
    [
      "still says that a program was lost, once the engine is back",
      { program: (run: FakeRun) => run.lose(AWAY) },
      "refused",
    ],
  ] as const)("%s", async (_, options, after) => {
    const { session, phase } = await open(options);
    await session.run.start();
    expect(phase()).toBe("refused");
    await session.isolation.refresh();
    expect(phase()).toBe(after);
  });

  it("survives a transport that breaks", async () => {
    const { session, bridge } = await open();
    bridge.call = () => Promise.reject(new Error("gone"));
    await session.run.start();
    expect(session.stores.run.getState()).toMatchObject({ phase: "refused", failure: { code: "internal" } });
  });
});

describe("files", () => {
  const file: OpenedFile = { handle: "h", name: "a.py", displayPath: "~/a.py", content: "one", version: "1" };
  const changed = { ...file, content: "two", version: "2" };

  async function openFile(options: FakeOptions = {}) {
    const opened = await open(options);
    opened.bridge.emit("files.opened", { files: [file] });
    const find = () => opened.session.stores.workspace.getState().drafts.find((draft) => draft.file?.handle === "h");
    return { ...opened, find, id: find()?.id ?? "" };
  }

  it("reads a file again that only another program has changed", async () => {
    const { bridge, find, session } = await openFile();
    bridge.emit("files.changed", { handle: "h", onDisk: changed });
    expect(find()?.content).toBe("two");
    expect(session.stores.notices.getState().notices).toHaveLength(1);
  });

  it("leaves the choice where both have changed it", async () => {
    const { bridge, find, session, id } = await openFile();
    session.stores.workspace.dispatch({ type: "edited", id, content: "mine", cursor: 0 });
    bridge.emit("files.changed", { handle: "h", onDisk: changed });
    expect(find()?.content).toBe("mine");
    expect(session.stores.workspace.getState().diskChanges[id]).toEqual(changed);
    session.disk.loadTheirs(id);
    expect(find()?.content).toBe("two");
  });

  it("offers the same choice where a save finds another text on disk", async () => {
    const { session, id } = await openFile({
      answers: { "files.save": () => ({ ok: true, value: { saved: false, onDisk: changed } }) },
    });
    session.stores.workspace.dispatch({ type: "edited", id, content: "mine", cursor: 0 });
    expect(await session.files.save(id)).toBe(false);
    expect(session.stores.workspace.getState().diskChanges[id]).toEqual(changed);
  });

  it("saves one after another, so that a second save is not taken for another program's", async () => {
    let version = "1";
    const { session, id, find } = await openFile({
      answers: {
        "files.save"(input) {
          if (input.version !== version) return { ok: true, value: { saved: false, onDisk: { ...file, version } } };
          version = `${version}+`;
          return { ok: true, value: { saved: true, version } };
        },
      },
    });
    session.stores.workspace.dispatch({ type: "edited", id, content: "mine", cursor: 0 });
    expect(await Promise.all([session.files.save(id), session.files.save(id)])).toEqual([true, true]);
    expect(session.stores.workspace.getState().diskChanges).toEqual({});
    expect(find()?.file).toMatchObject({ savedContent: "mine", version: "1++" });
  });

  it.each([
    ["removed", null],
    ["changed", changed],
  ])("has nothing left to decide where a file that was %s is again what it was", async (_, change) => {
    const { bridge, session, id } = await openFile();
    session.stores.workspace.dispatch({ type: "edited", id, content: "mine", cursor: 0 });
    bridge.emit("files.changed", { handle: "h", onDisk: change });
    expect(session.stores.workspace.getState().diskChanges).toHaveProperty(id);
    bridge.emit("files.changed", { handle: "h", onDisk: file });
    expect(session.stores.workspace.getState().diskChanges).toEqual({});
  });

  it("has a file keep its line ends under another name", async () => {
    const { session, sent, id } = await openFile();
    await session.files.saveAs(id);
    await session.files.saveAs("d1");
    expect(sent("files.saveAs")).toEqual([
      { name: "a.py", content: "one", from: "h" },
      { name: "main.py", content: "print(1)" },
    ]);
  });

  it("says where the text went of a tab whose file another one was saved over", async () => {
    const { session, id } = await openFile({
      answers: { "files.saveAs": () => ({ ok: true, value: { file: { ...file, content: "", version: "2" } } }) },
    });
    await session.files.saveAs("d1");
    expect(session.stores.workspace.getState().drafts).toMatchObject([
      { id: "d1", name: "a.py", content: "print(1)", file: { savedContent: "print(1)", version: "2" } },
      { id, name: "a-2.py", content: "one", file: null },
    ]);
    expect(session.stores.notices.getState().notices).toMatchObject([{ text: expect.stringContaining("a-2.py") }]);
  });

  it("asks before it closes what no file has, and closes the rest at once", async () => {
    const { session, find, id } = await openFile();
    session.stores.workspace.dispatch({ type: "edited", id, content: "mine", cursor: 0 });
    session.files.requestClose(id);
    expect(session.stores.view.getState().closingId).toBe(id);
    expect(find()).toBeDefined();
    session.stores.workspace.dispatch({ type: "saved", id, content: "mine", version: "3" });
    session.files.requestClose(id);
    expect(find()).toBeUndefined();
    session.files.reopen();
    expect(find()?.content).toBe("mine");
  });

  it("goes to a place of a run, and opens its tab again for that where it was closed", async () => {
    const { session, id } = await openFile();
    const { notices, view, workspace } = session.stores;
    const place = { draftId: id, line: 2, column: null };
    session.files.goTo(place);
    expect(view.getState().jump).toEqual(place);
    view.setState({ jump: null });

    workspace.dispatch({ type: "closed", id });
    workspace.dispatch({ type: "closed", id: "d1" });
    session.files.goTo(place);
    expect(workspace.getState()).toMatchObject({ activeId: id, drafts: [{ id }], closed: [{ draft: { id: "d1" } }] });
    expect(view.getState().jump).toEqual(place);
    view.setState({ jump: null });

    workspace.dispatch({ type: "closed", id });
    const file = { handle: "h", name: "a.py", displayPath: "~/a.py", content: "one", version: "1" };
    session.files.take([file]);
    session.files.goTo(place);
    const { activeId } = workspace.getState();
    expect(activeId).not.toBe(id);
    expect(view.getState().jump).toEqual({ ...place, draftId: activeId });
    view.setState({ jump: null });

    session.files.goTo({ ...place, draftId: "long gone" });
    expect(view.getState().jump).toBeNull();
    expect(notices.getState().notices.at(-1)?.text).toBe("That file is not open any more. Open it, and run it again.");
  });

  it("goes on in another language without touching the user's text", async () => {
    const { session } = await open();
    session.files.chooseLanguage("javascript");
    const { drafts, activeId } = session.stores.workspace.getState();
    expect(drafts.map(({ name }) => name)).toEqual(["main.py", "main.js"]);
    expect(drafts[0]?.content).toBe("print(1)");
    expect(activeId).toBe(drafts[1]?.id);
    // An untouched sample is simply replaced.
    session.files.chooseLanguage("typescript");
    expect(session.stores.workspace.getState().drafts.map(({ name }) => name)).toEqual(["main.py", "main.ts"]);
  });

  it("names a program in TypeScript so that it can run beside one in JavaScript", async () => {
    const { session, sent } = await open();
    session.files.chooseLanguage("javascript");
    const { activeId } = session.stores.workspace.getState();
    session.stores.workspace.dispatch({ type: "edited", id: `${activeId}`, content: "1;", cursor: 2 });
    session.files.chooseLanguage("typescript");
    await session.run.start();
    expect(sent("run.start")).toMatchObject([
      { entry: "file2.ts", files: [{ path: "file2.ts" }, { path: "main.js" }] },
    ]);
  });
});

describe("closing the window", () => {
  const FULL = { ok: false, error: { code: "internal", message: "The disk is full." } } as const;

  it("has what was typed saved first, and tries once more what could not be saved", async () => {
    let isFull = true;
    const { session, bridge, sent } = await open({
      answers: { "workspace.save": () => (isFull ? FULL : { ok: true, value: {} }) },
    });
    connectWorkspace(session);
    connectClosing(session);
    session.stores.workspace.dispatch({ type: "edited", id: "d1", content: "mine", cursor: 0 });
    bridge.emit("window.closing", {});
    await vi.waitFor(() =>
      expect(sent("window.draftsSettled").at(-1)).toEqual({ problem: FULL.error.message, isFinal: true }),
    );
    expect(sent("workspace.save")).toMatchObject([{ drafts: [{ content: "mine" }] }]);
    isFull = false;
    bridge.emit("window.closing", {});
    await vi.waitFor(() => expect(sent("window.draftsSettled").at(-1)).toEqual({ problem: null, isFinal: true }));
    expect(sent("workspace.save")).toHaveLength(2);
  });
});

describe("the application menu", () => {
  it("does what the buttons do", async () => {
    const { bridge, session, sent, phase } = await open();
    bridge.emit("menu.chosen", { command: "run.start" });
    await vi.waitFor(() => expect(phase()).toBe("finished"));
    bridge.emit("menu.chosen", { command: "run.clear" });
    expect(phase()).toBe("idle");
    bridge.emit("menu.chosen", { command: "view.panelSide" });
    bridge.emit("menu.chosen", { command: "view.fontLarger" });
    expect(sent("preferences.set")).toEqual([{ panelSide: "bottom" }, { fontSize: 15 }]);
    bridge.emit("menu.chosen", { command: "file.new" });
    expect(session.stores.workspace.getState().drafts).toHaveLength(2);
    bridge.emit("menu.chosen", { command: "file.closeTab" });
    expect(session.stores.workspace.getState().drafts).toHaveLength(1);
    bridge.emit("menu.chosen", { command: "file.reopenTab" });
    expect(session.stores.workspace.getState().drafts).toHaveLength(2);
    bridge.emit("menu.chosen", { command: "view.theme.dark" });
    expect(sent("preferences.set").at(-1)).toEqual({ theme: "dark" });
    bridge.emit("menu.chosen", { command: "help.isolation" });
    expect(session.stores.view.getState().badgeOpen).toBe(true);
  });
});
