import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSettingsCommands } from "../../../../electron/core/commands/settings-commands.ts";
import { openSettingsStore } from "../../../../electron/core/settings/settings-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-settings-commands-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("changes that are made at once are noted each by itself, with what was there before it", async () => {
  const settings = await openSettingsStore({ folder, policyPaths: [] });
  const noted: unknown[] = [];
  const note = (kind: string, source: string, detail: Record<string, unknown>) =>
    void noted.push([kind, source, detail]);
  const commands = createSettingsCommands({ settings, history: { note } });
  const context = { source: "window" as const, mayRunLocally: () => false };
  await Promise.all([
    commands["settings.set"]({ changes: { "pool.size": 4 } }, context),
    commands["settings.set"]({ changes: { "pool.size": 5, "queue.waiting": 9 } }, { ...context, source: "http" }),
    commands["settings.set"]({ changes: { "pool.size": 5 } }, context),
    commands["settings.reset"]({ keys: ["queue.waiting"] }, context),
  ]);
  expect(noted).toEqual([
    ["settings.changed", "window", { "pool.size": { from: 2, to: 4 } }],
    ["settings.changed", "http", { "pool.size": { from: 4, to: 5 }, "queue.waiting": { from: 32, to: 9 } }],
    ["settings.changed", "window", { "queue.waiting": { from: 9, to: 32 } }],
  ]);
});
