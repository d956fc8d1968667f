import { expect, test } from "vitest";
import type { LanguageCheck } from "#shared/language-folder.ts";
import { type AddingAction, CHOOSING, reduceAdding } from "../../../renderer/languages/adding-state.ts";

const files = ["Dockerfile", "language.json"].map((name) => ({ name, content: "" }));
const check: LanguageCheck = { files, language: null, faults: [] };
const run = (...actions: AddingAction[]) => actions.reduce(reduceAdding, CHOOSING);

test("shows the description first, or the file that is at fault", () => {
  expect(run({ type: "chosen", check, isOwn: false })).toMatchObject({ step: "reviewing", file: "language.json" });
  const faulty = { ...check, faults: [{ file: "Dockerfile", message: "no FROM" }] };
  expect(run({ type: "chosen", check: faulty, isOwn: true })).toMatchObject({ file: "Dockerfile" });
});

test("files that were changed are one's own", () => {
  const state = run({ type: "chosen", check, isOwn: false }, { type: "checked", check });
  expect(state).toMatchObject({ step: "reviewing", isOwn: true });
});

test("goes back to the files where it failed, and where it was cancelled", () => {
  const begun: AddingAction[] = [{ type: "chosen", check, isOwn: false }, { type: "begun" }];
  const failure = { code: "image_build_failed", message: "no" } as const;
  const failed = run(...begun, { type: "failed", failure });
  expect(failed).toMatchObject({ step: "failed", failure });
  expect(reduceAdding(failed, { type: "back" })).toMatchObject({ step: "reviewing" });
  expect(run(...begun, { type: "failed", failure: { code: "cancelled", message: "" } })).toMatchObject({
    step: "reviewing",
  });
});

test("words that come late change nothing", () => {
  expect(run({ type: "progressed", stage: "building" })).toEqual(CHOOSING);
  const chosen: AddingAction = { type: "chosen", check, isOwn: false };
  expect(run(chosen, { type: "listed", readyMade: [] })).toEqual(run(chosen));
});
