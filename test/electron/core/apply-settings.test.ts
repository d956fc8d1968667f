import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { applySettings } from "../../../electron/core/apply-settings.ts";
import type { EngineKeeper } from "../../../electron/core/engine-keeper.ts";
import { openSettingsStore } from "../../../electron/core/settings/settings-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-apply-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SETTINGS = '{"version":1,"values":{"queue.waiting":9}}';
const POLICY = '{"version":1,"by":"Room 12","lock":{"limits.pids":16}}';

it.each([
  ["settings", { "settings.json": SETTINGS }, ["settings.found_changed"], { "queue.waiting": 9 }],
  ["a policy", { "policy.json": POLICY }, ["policy.changed", "settings.found_changed"], { "limits.pids": 16 }],
  [
    "both at once",
    { "settings.json": SETTINGS, "policy.json": POLICY },
    ["policy.changed", "settings.found_changed"],
    { "queue.waiting": 9, "limits.pids": 16 },
  ],
])("%s that others have changed are noted with every value that is another now", async (_, files, kinds, values) => {
  const settings = await openSettingsStore({ folder, policyPaths: [join(folder, "policy.json")] });
  const noted: [string, unknown][] = [];
  applySettings({
    settings,
    keeper: { room: () => null } as unknown as EngineKeeper,
    queue: { widened: () => {} },
    history: { note: (kind, _source, detail) => void noted.push([kind, detail]), prune: () => {} },
    events: { emit: () => {} },
    log: () => {},
  });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await settings.refresh();
  expect(noted.map(([kind]) => kind)).toEqual(kinds);
  expect(noted.at(-1)?.[1]).toEqual(values);
});
