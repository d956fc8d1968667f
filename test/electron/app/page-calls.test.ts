import { describe, expect, it, vi } from "vitest";
import { createEarlyCommands } from "../../../electron/app/early-commands.ts";
import { createLateCore } from "../../../electron/app/late-core.ts";
import { createUnfinishedSaves } from "../../../electron/app/unfinished-saves.ts";
import { answerWindowCommand, type WindowHandlers } from "../../../electron/app/window-commands.ts";
import type { Core } from "../../../electron/core/core.ts";
import { createPageRuns } from "../../../electron/web/page-runs.ts";
import { createPageWatches } from "../../../electron/web/page-watches.ts";

describe("window commands", () => {
  const copied: string[] = [];
  const handlers = { "app.copyText": async ({ text }: { text: string }) => void copied.push(text) };
  const answer = (name: string, input: unknown) =>
    answerWindowCommand(handlers as unknown as WindowHandlers, name, input);

  it("are answered after their input was checked", async () => {
    expect(await answer("app.copyText", { text: "a" })).toEqual({ ok: true, value: undefined });
    await expect(answer("app.copyText", { text: 7 })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(answer("app.copyText", undefined)).rejects.toMatchObject({ code: "invalid_input" });
    expect(copied).toEqual(["a"]);
  });
  it.each(["run.start", "nonsense", "", "__proto__", "constructor", "toString"])("leave %j to others", async (name) => {
    expect(await answer(name, {})).toBeNull();
  });
});

describe("early commands", () => {
  const preferences = { theme: "dark", fontSize: 14, panelSide: "right", panelPercent: 42 } as const;
  const early = createEarlyCommands({
    workspace: { load: async () => ({ workspace: null, notice: null }), save: async () => {} },
    preferences: { get: async () => preferences, set: async () => preferences },
  });

  it("are answered without the core", async () => {
    expect(await early("workspace.load", {})).toEqual({ ok: true, value: { workspace: null, notice: null } });
    expect(await early("preferences.set", { theme: "dark" })).toEqual({ ok: true, value: preferences });
  });
  it("check their input", async () => {
    await expect(early("workspace.save", { version: 2 })).rejects.toMatchObject({ code: "invalid_input" });
  });
  it.each(["run.start", "app.status", "constructor"])("leave %s to others", async (name) => {
    expect(await early(name, {})).toBeNull();
  });
});

describe("runs of the page", () => {
  it("are stopped when the page is gone, and only those that still go on", async () => {
    const ends = new Map<string, () => void>();
    const calls: unknown[] = [];
    const runs = createPageRuns(async (name, input) => {
      const { id } = input as { id: string };
      calls.push([name, id]);
      if (name === "run.start") await new Promise<void>((end) => ends.set(id, end));
      return { ok: true, value: {} };
    });
    const first = runs.dispatch("run.start", { id: "first" });
    const second = runs.dispatch("run.start", { id: "second" });
    ends.get("first")?.();
    await first;
    await runs.stopAll();
    expect(calls.at(-1)).toEqual(["run.stop", "second"]);
    expect(calls).toHaveLength(3);
    ends.get("second")?.();
    await second;
  });
});

describe("watches of the page", () => {
  it("are ended when the page is gone, those that it did not end itself", async () => {
    const calls: unknown[] = [];
    const watches = createPageWatches(async (name, input) => {
      calls.push([name, (input as { watcher: string }).watcher]);
      return { ok: true, value: {} };
    });
    await watches.dispatch("monitor.watch", { watcher: "closed", all: false });
    await watches.dispatch("monitor.unwatch", { watcher: "closed" });
    // Not awaited: a page can go while the engine is still being asked.
    void watches.dispatch("monitor.watch", { watcher: "open", all: true });
    await watches.dispatch("monitor.watchStats", { watcher: "never watched", ids: [] });
    await watches.endAll();
    await watches.endAll();
    expect(calls.slice(4)).toEqual([["monitor.unwatch", "open"]]);
  });
});

describe("unfinished saves", () => {
  it("are waited for, and nothing else is", async () => {
    const saves = createUnfinishedSaves();
    let saved = (): void => {};
    void saves.follow("run.start", new Promise(() => {}));
    const save = saves.follow("workspace.save", new Promise<void>((resolve) => (saved = resolve)));
    let finished = false;
    const waiting = saves.finished().then(() => {
      finished = true;
    });
    await Promise.resolve();
    expect(finished).toBe(false);
    saved();
    await save;
    await waiting;
    await saves.finished();
  });
});

describe("late core", () => {
  const core = { close: vi.fn(async () => {}) } as unknown as Core;

  it("is loaded once, when the page needs it, and closed", async () => {
    vi.useFakeTimers();
    const load = vi.fn(async () => core);
    const late = createLateCore({ load, log: () => {} });
    const asked = late.get();
    await vi.advanceTimersByTimeAsync(200);
    expect(load).not.toHaveBeenCalled();
    late.begin();
    expect(await asked).toBe(core);
    await late.get();
    expect(load).toHaveBeenCalledTimes(1);
    await late.close();
    expect(core.close).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  it("is loaded again after it failed to load", async () => {
    vi.useFakeTimers();
    const load = vi.fn(async () => core).mockRejectedValueOnce(new Error("disk full"));
    const late = createLateCore({ load, log: () => {} });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await late.get()).toBe(core);
    vi.useRealTimers();
  });

  it("is never loaded where the application ends before", async () => {
    vi.useFakeTimers();
    const load = vi.fn(async () => core);
    const late = createLateCore({ load, log: () => {} });
    await late.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(load).not.toHaveBeenCalled();
    vi.useRealTimers();
  });
});
