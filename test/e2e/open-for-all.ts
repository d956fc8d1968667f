import { afterAll, beforeAll, beforeEach } from "vitest";
import { CodePage } from "./code-page.ts";
import { hasParts, launch } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";

/** Opens one window on the engine for all tests of a file, and stops before each what the one before has left running. */
export function openForAll(take: (opened: OpenedApp, code: CodePage) => void): void {
  let opened: OpenedApp | undefined;
  let code: CodePage | undefined;
  beforeAll(async () => {
    if (!hasParts) return;
    opened = await launch();
    code = new CodePage(opened.page);
    await code.untilIsolation("isolated");
    take(opened, code);
  });
  afterAll(() => opened?.close());
  beforeEach(async () => {
    if (await code?.stopButton.isVisible()) await code?.stopButton.click();
  });
}
