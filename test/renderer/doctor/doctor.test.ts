// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { DoctorCheck } from "#shared/engine.ts";
import { toGroups, toSummary } from "../../../renderer/doctor/doctor-groups.ts";
import { createSession } from "../../../renderer/session/session.ts";
import { createFakeBridge, type FakeOptions } from "../fake-bridge.ts";

const check = (id: string, status: DoctorCheck["status"] = "pass"): DoctorCheck => ({
  ...{ id, title: id, status, detail: "" },
});

describe("what the doctor found", () => {
  it("is grouped, and nothing is lost that fits no group", () => {
    const ids = ["engine", "clock", "image.python", "isolation.pids", "interpreter.node", "something.new"];
    const groups = toGroups(ids.map((id) => check(id)));
    expect(groups.map(({ id, checks }) => [id, checks.map((one) => one.id)])).toEqual([
      ["engine", ["engine", "clock", "something.new"]],
      ["isolation", ["isolation.pids"]],
      ["images", ["image.python"]],
      ["fallback", ["interpreter.node"]],
    ]);
  });

  it.each([
    [["pass", "pass"], "All 2 checks are fine"],
    [["pass", "warn", "fail", "warn"], "1 problem · 2 warnings · 1 fine"],
    [["fail"], "1 problem"],
  ] as const)("%j is summed up as %s", (statuses, words) => {
    expect(toSummary(statuses.map((status, index) => check(String(index), status)))).toBe(words);
  });
});

describe("asking the doctor", () => {
  function open(options: FakeOptions) {
    const bridge = createFakeBridge(options);
    const session = createSession(bridge);
    return {
      session,
      state: () => session.stores.doctor.getState(),
      names: () => bridge.calls.map(({ name }) => name),
    };
  }

  it("shows what was found before until there is something newer", async () => {
    const { session, state } = open({ checks: [check("engine")] });
    await session.doctor.examine();
    const again = session.doctor.examine();
    expect(state()).toMatchObject({ running: true, checks: [{ id: "engine" }] });
    await again;
    expect(state().running).toBe(false);
  });

  it("looks again after it has mended something", async () => {
    const { session, names } = open({ checks: [] });
    await session.doctor.mend({ command: "cleanup.run", label: "Clean up" });
    expect(names()).toEqual(["cleanup.run", "doctor.run"]);
    await session.doctor.mend({ command: "images.build", label: "Build" });
    expect(names().slice(2)).toEqual(["images.build", "images.list", "doctor.run"]);
  });

  it("says why it could not look", async () => {
    const { session, state } = open({
      answers: { "doctor.run": () => ({ ok: false, error: { code: "internal", message: "No." } }) },
    });
    await session.doctor.examine();
    expect(state()).toMatchObject({ running: false, problem: "No.", checks: null });
  });
});
