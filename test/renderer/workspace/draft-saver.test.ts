import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Reply } from "#shared/errors.ts";
import type { Workspace } from "#shared/workspace.ts";
import { createDraftSaver } from "../../../renderer/workspace/draft-saver.ts";

const toWorkspace = (activeId: string): Workspace => ({ version: 1, drafts: [], activeId });

describe("createDraftSaver", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setUp(answer: () => Promise<Reply<object>> = async () => ({ ok: true, value: {} })) {
    const saved: (string | null)[] = [];
    const problems: (string | null)[] = [];
    const text = { current: "1" };
    const saver = createDraftSaver({
      save: (workspace) => {
        saved.push(workspace.activeId);
        return answer();
      },
      read: () => toWorkspace(text.current),
      onSettled: (problem) => problems.push(problem),
      delayMs: 250,
    });
    return { saver, saved, problems, text };
  }

  it("saves once for many changes, no later than the delay after the first", async () => {
    const { saver, saved, text } = setUp();
    for (let change = 0; change < 10; change += 1) {
      text.current = String(change);
      saver.schedule();
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(50);
    expect(saved).toEqual(["9"]);
  });

  it("saves at once when asked, and nothing where nothing has changed", async () => {
    const { saver, saved } = setUp();
    await saver.flush();
    expect(saved).toEqual([]);
    saver.schedule();
    await saver.flush();
    expect(saved).toEqual(["1"]);
  });

  it("never overlaps, and ends with the last state", async () => {
    const waiting: (() => void)[] = [];
    const { saver, saved, text } = setUp(
      () => new Promise((resolve) => waiting.push(() => resolve({ ok: true, value: {} }))),
    );
    saver.schedule();
    void saver.flush();
    text.current = "2";
    saver.schedule();
    const done = saver.flush();
    expect(saved).toEqual(["1"]);
    waiting.shift()?.();
    await vi.waitFor(() => expect(saved).toEqual(["1", "2"]));
    waiting.shift()?.();
    await done;
  });

  it("tells what went wrong, and that it is well again", async () => {
    const answers: Reply<object>[] = [
      { ok: false, error: { code: "internal", message: "The disk is full." } },
      { ok: true, value: {} },
    ];
    const { saver, problems } = setUp(async () => answers.shift() as Reply<object>);
    saver.schedule();
    await saver.flush();
    saver.schedule();
    await saver.flush();
    expect(problems).toEqual(["The disk is full.", null]);
  });
});
