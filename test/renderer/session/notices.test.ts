import { expect, it } from "vitest";
import { NO_NOTICES, reduceNotices } from "../../../renderer/session/notices.ts";

const show = (text: string) => ({ type: "shown" as const, notice: { tone: "neutral" as const, text } });

it("shows at most three, the newest last, and none twice", () => {
  const state = [show("a"), show("b"), show("a"), show("c"), show("d")].reduce(reduceNotices, NO_NOTICES);
  expect(state.notices.map(({ text }) => text)).toEqual(["a", "c", "d"]);
  const last = state.notices[2]?.id ?? 0;
  expect(reduceNotices(state, { type: "dismissed", id: last }).notices).toHaveLength(2);
  const rest = reduceNotices(state, { type: "saidElsewhere", texts: ["c", null, "x"] });
  expect(rest.notices.map(({ text }) => text)).toEqual(["a", "d"]);
});
