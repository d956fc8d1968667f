// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import type { CommandInput } from "#shared/contract.ts";
import { connectEvents } from "../../../renderer/session/connect.ts";
import { createSession } from "../../../renderer/session/session.ts";
import { createFakeBridge, type FakeOptions } from "../fake-bridge.ts";
import { toContainer, toLesson } from "../fake-containers.ts";

function open(options: FakeOptions = {}) {
  const bridge = createFakeBridge({ containers: toLesson, ...options });
  const session = createSession(bridge);
  connectEvents(session);
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input);
  const state = () => session.stores.monitor.getState();
  return { bridge, session, sent, state };
}

describe("watching containers", () => {
  it("asks for ours alone, and for all when that is switched on", async () => {
    const { session, sent, state } = open();
    await session.monitor.watch();
    session.monitor.switchOthers(true);
    await vi.waitFor(() => expect(sent("monitor.watch")).toHaveLength(2));
    expect(sent("monitor.watch")).toMatchObject([{ all: false }, { all: true }]);
    await vi.waitFor(() => expect(Object.values(state().containers ?? {}).some(({ ours }) => !ours)).toBe(true));
  });

  it("has the same containers measured again after the window was hidden, and nothing meanwhile", async () => {
    const { session, sent, bridge } = open();
    const { id } = toContainer("a1");
    session.monitor.measure([id]);
    expect(bridge.calls).toEqual([]);
    await session.monitor.watch();
    await vi.waitFor(() => expect(sent("monitor.watchStats")).toMatchObject([{ ids: [id] }]));
    await session.monitor.unwatch();
    session.monitor.measure([id]);
    expect(bridge.calls.at(-1)?.name).toBe("monitor.unwatch");
    await session.monitor.watch();
    await vi.waitFor(() => expect(sent("monitor.watchStats")).toHaveLength(2));
  });

  it("lets go where the screen is left before the answer has come", async () => {
    const { session, bridge } = open();
    void session.monitor.watch();
    await session.monitor.unwatch();
    expect(bridge.calls.at(-1)?.name).toBe("monitor.unwatch");
  });

  it("asks only for the last of several wishes", async () => {
    const { session, sent } = open();
    await session.monitor.watch();
    for (const id of ["a", "b", "c"]) session.monitor.measure([toContainer(id).id]);
    await vi.waitFor(() => expect(sent("monitor.watchStats").length).toBeGreaterThan(0));
    const [last] = sent("monitor.watchStats") as CommandInput<"monitor.watchStats">[];
    expect(last?.ids).toEqual([toContainer("c").id]);
    expect(sent("monitor.watchStats")).toHaveLength(1);
  });

  it("follows what the core tells, and shows why it cannot", async () => {
    const { session, bridge, state } = open({
      answers: { "monitor.watch": () => ({ ok: false, error: { code: "docker_unavailable", message: "Gone." } }) },
    });
    await session.monitor.watch();
    expect(state()).toMatchObject({ problem: "Gone.", containers: null });
    bridge.emit("containers.listed", { containers: [toContainer("a1")] });
    bridge.emit("container.changed", toContainer("b2"));
    expect(Object.keys(state().containers ?? {})).toHaveLength(2);
    expect(state().problem).toBeNull();
  });
});

describe("acting on containers", () => {
  it("does what the button says and tells what failed, but not that one is gone already", async () => {
    const failure = { code: "policy_forbids", message: "Not ours." } as const;
    const { session, sent, state } = open({
      answers: {
        "containers.kill": () => ({ ok: false, error: failure }),
        "containers.remove": () => ({ ok: false, error: { code: "not_found", message: "Gone." } }),
      },
    });
    await session.monitor.act("a", "stop");
    await session.monitor.act("a", "kill");
    await session.monitor.act("a", "remove");
    expect(sent("containers.stop")).toEqual([{ id: "a" }]);
    expect(session.stores.notices.getState().notices.map(({ text }) => text)).toEqual(["Not ours."]);
    expect(state().busyIds).toEqual([]);
  });
});
