import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { mergeSettings, toLimitsOf } from "../../../../electron/core/settings/merge-settings.ts";
import { toPolicyFile } from "../../../../electron/core/settings/policy.ts";

const MIB = 1024 * 1024;
const PATH = "/etc/sandpit/policy.json";
const none = toPolicyFile(PATH, { text: null });
const policy = (rules: object) => toPolicyFile(PATH, { text: JSON.stringify({ version: 1, by: "Room 12", ...rules }) });
const java = { needs: { memoryBytes: 512 * MIB } };

test.each<[string, Parameters<typeof mergeSettings>, object, number]>([
  ["what it needs, where that is more than the usual", [{}, none], java, 512],
  ["the usual, where it needs nothing", [{}, none], { needs: {} }, 128],
  ["what the user has set, where that is more", [{ "limits.memoryBytes": 1024 * MIB }, none], java, 1024],
  ["no more than a ceiling", [{}, policy({ ceilings: { "limits.memoryBytes": 256 * MIB } })], java, 256],
  ["what is locked", [{}, policy({ lock: { "limits.memoryBytes": 192 * MIB } })], java, 192],
])("a language gets %s", (_, settings, language, megabytes) => {
  const limits = toLimitsOf(language as typeof java, mergeSettings(...settings));
  expect(limits).toEqual({ ...DEFAULT_LIMITS, memoryBytes: megabytes * MIB });
});
