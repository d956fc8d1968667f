import { expect, test } from "vitest";
import { toRuntimeAge } from "../../../../electron/core/monitor/runtime-age.ts";

const OLD = "CVE-2024-21626";
const NEW = "CVE-2025-31133";

test.each<[string, string[]]>([
  ["1.0.0-rc95", [OLD, NEW]],
  ["1.1.11", [OLD, NEW]],
  ["1.1.5+ds1", [OLD, NEW]],
  ["1.1.12", [NEW]],
  ["1.1.15", [NEW]],
  ["v1.2.0-rc.1", [NEW]],
  ["1.2.7", [NEW]],
  ["1.2.8", []],
  ["1.2.9", []],
  ["1.3.0-rc.1", [NEW]],
  ["1.3.2", [NEW]],
  ["1.3.3", []],
  ["1.3.3-0ubuntu1~24.04.2", []],
  ["1.4.0-rc.2", [NEW]],
  ["1.4.0-rc.3", []],
  ["1.4.0", []],
  ["1.5.0-rc.1", []],
  ["2.0.0", []],
])("runc %s carries %j", (version, escapes) => {
  const { isSafe, detail } = toRuntimeAge({ name: "runc", version });
  expect(isSafe).toBe(escapes.length === 0);
  for (const name of [OLD, NEW]) expect(detail.includes(name)).toBe(escapes.includes(name));
});

test("a distribution's version may be better than its number, and is said to", () => {
  expect(toRuntimeAge({ name: "runc", version: "1.1.5+ds1" }).detail).toContain("distribution");
  expect(toRuntimeAge({ name: "runc", version: "1.1.5" }).detail).not.toContain("distribution");
});

test.each([
  ["crun", "1.8.1"],
  ["runc", "unknown"],
])("%s %s is not compared", (name, version) => {
  expect(toRuntimeAge({ name, version })).toMatchObject({ isSafe: true, detail: expect.stringContaining(version) });
});
