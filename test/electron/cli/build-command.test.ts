import { expect, it } from "vitest";
import { toHint } from "../../../electron/cli/build-command.ts";

it.each([
  ["image_missing", { language: "python" }, "Build it with: sandpit images build python"],
  ["image_missing", undefined, "Build it with: sandpit images build"],
  ["queue_full", { language: "python" }, null],
] as const)("after %s %j it says what to type: %s", (code, details, hint) => {
  expect(toHint({ code, message: "", ...(details && { details }) })).toBe(hint);
});
