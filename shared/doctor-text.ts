import type { DoctorCheck } from "./engine.ts";

const WORDS = { pass: "pass", warn: "WARN", fail: "FAIL" } as const;

/** What the doctor found, as text to paste where one asks for help. */
export function toDoctorText(checks: readonly DoctorCheck[]): string {
  return checks.map(({ status, title, detail }) => `${WORDS[status]}  ${title}: ${detail}`).join("\n");
}
