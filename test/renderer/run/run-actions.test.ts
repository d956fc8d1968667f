// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import type { Bridge } from "#shared/contract.ts";
import { connectEvents } from "../../../renderer/session/connect.ts";
import { createSession } from "../../../renderer/session/session.ts";
import { toNewDraft } from "../../../renderer/workspace/drafts.ts";
import { createFakeBridge, type FakeOptions } from "../fake-bridge.ts";

/** A session with a program open, and more that can be added in front of it. */
async function open(options: FakeOptions = {}, change: (bridge: Bridge) => Partial<Bridge> = () => ({})) {
  const bridge = createFakeBridge(options);
  const session = createSession({ ...bridge, ...change(bridge) });
  connectEvents(session);
  const [python] = session.stores.languages.getState().list;
  if (!python) throw new Error("There is no language.");
  const add = (id: string, code: string) => {
    const names = session.stores.workspace.getState().drafts.map(({ name }) => name);
    session.stores.workspace.dispatch({ type: "added", draft: toNewDraft(id, python, names, code) });
  };
  add("first", "print(1)");
  await session.isolation.refresh();
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input);
  const texts = () => sent("run.input").map((input) => (input as { text: string }).text);
  const shown = () => {
    session.stores.output.settle();
    return session.stores.output.store.getState().screen.text();
  };
  const notices = () => session.stores.notices.getState().notices.map(({ text }) => text);
  return { session, add, sent, texts, shown, notices };
}

const waitForRun = ({ sent }: Awaited<ReturnType<typeof open>>) =>
  vi.waitFor(() => expect(sent("run.start")).toHaveLength(1));

describe("run again", () => {
  it("runs the program that ran, as it is now, whatever is in front", async () => {
    const { session, add, sent } = await open();
    await session.run.start();
    add("second", "print(2)");
    session.stores.workspace.dispatch({ type: "edited", id: "first", content: "print(3)", cursor: 0 });
    await session.run.startAgain();
    expect(sent("run.start")).toMatchObject([{ entry: "main.py" }, { entry: "main.py" }]);
    expect((sent("run.start")[1] as { files: unknown[] }).files[0]).toEqual({ path: "main.py", content: "print(3)" });
    expect(session.stores.workspace.getState().activeId).toBe("second");
  });

  it("finds it under another name", async () => {
    const { session, add, sent } = await open();
    await session.run.start();
    add("second", "print(2)");
    const languages = session.stores.languages.getState().list;
    session.stores.workspace.dispatch({ type: "renamed", id: "first", name: "answer.py", languages });
    await session.run.startAgain();
    expect(sent("run.start")[1]).toMatchObject({ entry: "answer.py" });
  });

  it("runs nothing else where its tab is gone", async () => {
    const { session, add, sent, notices } = await open();
    await session.run.start();
    add("second", "print(2)");
    session.stores.workspace.dispatch({ type: "closed", id: "first" });
    await session.run.startAgain();
    expect(sent("run.start")).toHaveLength(1);
    expect(notices()).toEqual(["The program that ran is no longer open. Open it, and press Run."]);
  });
});

describe("input", () => {
  it("goes in pieces of whole lines, and all of it", async () => {
    const opened = await open({ program: () => {} });
    void opened.session.run.start();
    await waitForRun(opened);
    const lines = Array.from({ length: 3_000 }, (_, index) => `${index} ${"x".repeat(99)}`);
    await opened.session.run.sendLines(lines);
    expect(opened.texts().join("")).toBe(lines.map((line) => `${line}\n`).join(""));
    expect(opened.texts().length).toBeLessThan(20);
    expect(opened.texts().every((text) => text.endsWith("\n"))).toBe(true);
  });

  it("that is typed while more is being sent comes behind it", async () => {
    const opened = await open({ program: () => {} });
    void opened.session.run.start();
    await waitForRun(opened);
    const { sendLines, endInput } = opened.session.run;
    await Promise.all([sendLines(["a".repeat(40_000), "b"]), sendLines(["c"]), endInput("d")]);
    expect(opened.texts()).toEqual([`${"a".repeat(40_000)}\n`, "b\n", "c\n", "d"]);
  });

  it("that the program does not take is said to be not sent, once", async () => {
    const opened = await open({ program: () => {} }, ({ call }) => ({
      call: ((name: string, input: never) =>
        name === "run.input" && (input as { text: string }).text.startsWith("b")
          ? Promise.resolve({ ok: false, error: { code: "invalid_input", message: "It does not read." } })
          : call(name as never, input)) as Bridge["call"],
    }));
    void opened.session.run.start();
    await waitForRun(opened);
    const long = (letter: string) => letter.repeat(40_000);
    await opened.session.run.sendLines([long("a"), long("b"), "c", "d"]);
    expect(opened.texts()).toEqual([`${long("a")}\n`]);
    expect(opened.shown().endsWith("\nThe last 3 lines were not sent.\n")).toBe(true);
    expect(opened.notices()).toEqual(["It does not read."]);
  });
});
