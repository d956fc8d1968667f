import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { CodePage } from "./code-page.ts";
import type { OpenedApp } from "./open-app.ts";

/** The drafts as they are on disk; nothing where they are not. */
export const savedDrafts = (home: string): Promise<string> =>
  readFile(join(home, "workspace.json"), "utf8").catch(() => "");

/** A folder in the way of the copy that every save keeps: nothing can be saved until it is gone. */
const obstacleIn = (home: string): string => join(home, "workspace.previous.json");

/** Types a text that cannot be saved, and waits until the window says so. */
export async function typeUnsavable({ page, home }: Pick<OpenedApp, "page" | "home">, text: string): Promise<void> {
  const code = new CodePage(page);
  await code.write("print('saved before')\n");
  await expect.poll(() => savedDrafts(home)).toContain("saved before");
  await rm(obstacleIn(home), { force: true });
  await mkdir(join(obstacleIn(home), "in-the-way"), { recursive: true });
  await code.write(text);
  await page.getByRole("alert").filter({ hasText: "Your text could not be saved" }).waitFor();
}

/** Has drafts be saved again. */
export const removeObstacle = (home: string): Promise<void> => rm(obstacleIn(home), { recursive: true });
