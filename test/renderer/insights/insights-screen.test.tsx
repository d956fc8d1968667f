// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Metrics } from "#shared/metrics-schema.ts";
import { InsightsScreen } from "../../../renderer/insights/insights-screen.tsx";
import { createSession } from "../../../renderer/session/session.ts";
import { SessionContext } from "../../../renderer/session/use-session.ts";
import { createFakeBridge } from "../fake-bridge.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const at = "2026-11-27T10:00:00.000Z";
const flag = (id: number): Metrics["flags"][number] => ({
  ...{ id, source: "window", kind: "time_limit", count: 5, seqs: [id], firstAt: at, lastAt: at },
  message: `Flag ${id}.`,
});
const metrics = (flags: number): Metrics => ({
  ...{ from: at, to: at, runs: 0, refused: 0, byDay: [], byLanguage: [], byEnding: [], byBackend: [], bySource: [] },
  ...{ wallMs: null, firstOutputMs: null, firstOutputWarmMs: null, firstOutputColdMs: null, isolated: 0, warm: 0 },
  limitsHit: { time_limit: 0, memory_limit: 0, output_limit: 0, process_limit: 0 },
  flags: Array.from({ length: flags }, (_, index) => flag(index + 1)),
});

let element: HTMLElement;
const render = async (flags: number) => {
  const bridge = createFakeBridge({
    answers: {
      "metrics.summary": () => ({ ok: true, value: metrics(flags) }),
      "history.list": () => ({ ok: true, value: { entries: [], next: null } }),
    },
  });
  const session = createSession(bridge);
  await act(async () =>
    createRoot(element).render(
      <SessionContext.Provider value={session}>
        <InsightsScreen />
      </SessionContext.Provider>,
    ),
  );
  return session;
};
const buttons = () => [...element.querySelectorAll("button")];
const press = (label: string) =>
  act(async () =>
    buttons()
      .find(({ textContent }) => textContent === label)
      ?.click(),
  );
const shown = () => element.querySelectorAll(".flags__one").length;

beforeEach(() => {
  element = document.createElement("div");
  document.body.append(element);
});
afterEach(() => element.remove());

it("flags are shown where the runs behind them are gone, and lead to a word about that", async () => {
  const { stores } = await render(2);
  expect([shown(), element.textContent]).toEqual([2, expect.stringContaining("Nothing to count yet")]);
  await press("Show the last 1 of 5 runs");
  expect(stores.notices.getState().notices[0]?.text).toMatch(/^These runs are not in history any more/);
  expect([stores.view.getState().screen, stores.history.getState().selected.size]).toEqual(["code", 0]);
});

it("more than three flags are folded", async () => {
  await render(9);
  expect(shown()).toBe(3);
  await press("Show 6 more");
  expect([shown(), buttons().some(({ textContent }) => textContent?.includes("more"))]).toEqual([9, false]);
});
