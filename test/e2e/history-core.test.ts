import { afterAll, expect } from "vitest";
import { callAsPage } from "./call-as-page.ts";
import { electronTest, launch } from "./launch.ts";
import { NO_ENGINE, type OpenedApp } from "./open-app.ts";

let opened: OpenedApp | null = null;
afterAll(() => opened?.close());

electronTest("the application keeps a history, whatever Node.js its Electron has", async () => {
  opened = await launch({ engine: NO_ENGINE });
  const { page } = opened;
  const request = { id: "refused-here", language: "python", files: [{ path: "main.py", content: "print(1)" }] };
  expect(await callAsPage(page, "run.start", request)).toMatchObject({ ok: false });
  expect(await callAsPage(page, "history.list", {})).toMatchObject({
    ok: true,
    value: { entries: [{ id: "refused-here", ending: "refused", source: "window" }] },
  });
  expect(await callAsPage(page, "history.status", {})).toMatchObject({ ok: true, value: { state: "on" } });
  expect(await callAsPage(page, "audit.verify", {})).toMatchObject({ ok: true, value: { ok: true } });
});
