import { describe, expect, it } from "vitest";
import { stepFrom, type TableItem, toTableItems } from "../../../renderer/monitor/container-rows.ts";
import { type MonitorAction, NO_CONTAINERS, reduceMonitor } from "../../../renderer/monitor/monitor-state.ts";
import { toContainer, toSamples } from "../fake-containers.ts";

const run = (...actions: MonitorAction[]) => actions.reduce(reduceMonitor, NO_CONTAINERS);
const running = toContainer("run", { role: "running", runId: "r-1", name: "zebra" });
const warm = toContainer("warm", { createdAt: "2026-01-01T00:00:00.000Z" });
const foreign = toContainer("db", { ours: false, mine: false, role: null, name: "database", image: "postgres:16" });
const endedAt = "2026-01-01T00:03:00.000Z";
const endedAtMs = Date.parse(endedAt);
const ended = toContainer("old", { role: "finished", state: "removed", runId: "r-0", outcome: "completed", endedAt });
const listed: MonitorAction = { type: "listed", containers: [warm, running, ended, foreign] };
const known = (state: ReturnType<typeof run>) => Object.values(state.containers ?? {}).map(({ name }) => name);
const none = () => undefined;
const names = (items: readonly TableItem[], state: ReturnType<typeof run>) =>
  items.map((item) => (item.kind === "title" ? item.text : state.containers?.[item.id]?.name));

describe("reduceMonitor", () => {
  it("takes no container of others unless it was asked to", () => {
    expect(known(run(listed))).not.toContain("database");
    expect(known(run(listed, { type: "changed", container: foreign }))).not.toContain("database");
    expect(known(run({ type: "othersSwitched", showsOthers: true }, listed))).toContain("database");
  });

  it("drops the others at once when they are switched off", () => {
    const actions: MonitorAction[] = [{ type: "othersSwitched", showsOthers: true }, listed];
    expect(known(run(...actions, { type: "othersSwitched", showsOthers: false }))).not.toContain("database");
  });

  it("forgets what is gone for longer than three minutes, unless somebody looks at it", () => {
    expect(known(run(listed, { type: "aged", nowMs: endedAtMs + 179_000 }))).toContain(ended.name);
    expect(known(run(listed, { type: "aged", nowMs: endedAtMs + 181_000 }))).not.toContain(ended.name);
    const opened: MonitorAction = { type: "opened", id: ended.id };
    expect(known(run(listed, opened, { type: "aged", nowMs: endedAtMs + 181_000 }))).toContain(ended.name);
  });

  it("stays the same object while nothing gets too old, so that nothing is drawn anew", () => {
    const state = run(listed);
    expect(reduceMonitor(state, { type: "aged", nowMs: endedAtMs })).toBe(state);
  });

  it("sorts measured columns from the most down first, and turns round at the second time", () => {
    expect(run({ type: "sorted", key: "cpu" }).sort).toEqual({ key: "cpu", descending: true });
    expect(run({ type: "sorted", key: "name" }).sort).toEqual({ key: "name", descending: false });
    expect(run({ type: "sorted", key: "name" }, { type: "sorted", key: "name" }).sort.descending).toBe(true);
  });

  it("has open details follow the keyboard, and opens none by itself", () => {
    expect(run(listed, { type: "activated", id: warm.id }).openId).toBeNull();
    expect(run(listed, { type: "opened", id: running.id }, { type: "activated", id: warm.id }).openId).toBe(warm.id);
  });

  it("keeps what it shows when the containers cannot be listed", () => {
    const state = run(listed, { type: "failed", message: "No." });
    expect(known(state)).toHaveLength(3);
    expect(state.problem).toBe("No.");
    expect(reduceMonitor(state, listed).problem).toBeNull();
  });

  it("knows what something is being done to", () => {
    const busy = run({ type: "busy", id: "a", busy: true }, { type: "busy", id: "b", busy: true });
    expect(reduceMonitor(busy, { type: "busy", id: "a", busy: false }).busyIds).toEqual(["b"]);
  });
});

describe("toTableItems", () => {
  it("puts what runs first, and what has ended under a title of its own", () => {
    const state = run({ type: "othersSwitched", showsOthers: true }, listed);
    const items = toTableItems(state, none);
    expect(names(items, state)).toEqual([
      "zebra",
      warm.name,
      "database",
      "Ended in the last three minutes (1)",
      ended.name,
    ]);
  });

  it.each([
    ["zeb", ["zebra"]],
    ["r-1", ["zebra"]],
    ["python warm", [warm.name]],
    ["completed", ["Ended in the last three minutes (1)", ended.name]],
    ["nothing of that name", []],
  ])("filters by %j", (filter, expected) => {
    const state = run(listed, { type: "filtered", filter });
    expect(names(toTableItems(state, none), state)).toEqual(expected);
  });

  it("puts what is not measured last, whichever way it sorts", () => {
    const [sample] = toSamples(warm.id, 1);
    const latest = (id: string) => (id === warm.id ? sample : undefined);
    const descending = run(listed, { type: "sorted", key: "memory" });
    const ascending = reduceMonitor(descending, { type: "sorted", key: "memory" });
    for (const state of [descending, ascending])
      expect(names(toTableItems(state, latest), state).slice(0, 2)).toEqual([warm.name, "zebra"]);
  });

  it("does not take a container for recent that has ended long ago and is still there", () => {
    const exited = toContainer("x", { role: null, state: "exited", exitCode: 1, endedAt });
    const state = run({ type: "listed", containers: [exited] });
    expect(names(toTableItems(state, none), state)[0]).toBe("Ended (1)");
  });
});

describe("stepFrom", () => {
  const items: TableItem[] = [
    { kind: "container", id: "a" },
    { kind: "title", text: "Ended" },
    { kind: "container", id: "b" },
  ];
  it.each([
    [null, 1, "a"],
    [null, -1, "b"],
    ["a", 1, "b"],
    ["b", 1, "b"],
    ["b", -1, "a"],
    ["b", -10, "a"],
    ["gone", 1, "a"],
  ])("goes from %s by %i to %s", (from, by, to) => {
    expect(stepFrom(items, from, by)).toBe(to);
  });

  it("goes nowhere in an empty table", () => {
    expect(stepFrom([], null, 1)).toBeNull();
  });
});
