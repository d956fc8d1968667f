import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { answerDialogs } from "./dialogs.ts";
import type { OpenedApp } from "./open-app.ts";
import { toBrowserHost } from "./open-browser.ts";

/** Has an export written, by the native dialog or as a download, and answers its name and text. */
export async function takeExport({ app, page, home }: OpenedApp, start: () => Promise<void>) {
  if (toBrowserHost(app)) {
    const [download] = await Promise.all([page.waitForEvent("download"), start()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  }
  const path = join(home, "exported");
  await answerDialogs(app, { save: path });
  await start();
  await page
    .getByText(/^Saved /)
    .last()
    .waitFor();
  return { name: "exported", text: await readFile(path, "utf8") };
}
