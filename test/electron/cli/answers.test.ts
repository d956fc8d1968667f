import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Reply } from "#shared/errors.ts";
import type { SettingEntry } from "#shared/settings.ts";
import { exportAudit } from "../../../electron/cli/audit-command.ts";
import { exportHistory } from "../../../electron/cli/history-command.ts";
import type { Session } from "../../../electron/cli/session.ts";
import { getSetting } from "../../../electron/cli/settings-command.ts";

let printed: { stdout: string; stderr: string };
beforeEach(() => {
  printed = { stdout: "", stderr: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed.stdout += text;
    return true;
  });
  vi.spyOn(console, "error").mockImplementation((text) => {
    printed.stderr += `${text}\n`;
  });
});
afterEach(() => vi.restoreAllMocks());

/** A session whose core answers all commands like this. */
const toSession = (reply: Reply<unknown>) => ({ call: async () => reply }) as unknown as Session;

describe("a setting as JSON", () => {
  it("has the range that is in force under a policy, beside its words", async () => {
    const value: SettingEntry = {
      ...{ key: "limits.wallMs", value: 5_000, source: "policy", lockedBy: null },
      ...{ min: 100, max: 5_000, ceilingBy: "Room 12" },
    };
    const session = toSession({ ok: true, value });
    expect(await getSetting(session, "limits.wallMs", { json: true })).toBe(0);
    expect(JSON.parse(printed.stdout)).toMatchObject({ key: "limits.wallMs", min: 100, max: 5_000, label: "Time" });
  });
});

describe("an export that fails", () => {
  const refusal: Reply<never> = { ok: false, error: { code: "internal", message: "The history cannot be read." } };

  it.each([
    ["history", (session: Session, json: boolean) => exportHistory(session, [], { format: "jsonl", json })],
    ["audit", (session: Session, json: boolean) => exportAudit(session, { json })],
  ])("of the %s says so as JSON where that was asked for, else in words", async (_, ask) => {
    const session = toSession(refusal);
    expect(await ask(session, true)).toBe(125);
    expect([JSON.parse(printed.stdout), printed.stderr]).toEqual([refusal, ""]);
    printed.stdout = "";
    expect(await ask(session, false)).toBe(125);
    expect(printed).toEqual({ stdout: "", stderr: "sandpit: The history cannot be read.\n" });
  });
});
