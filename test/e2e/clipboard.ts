import type { OpenedApp } from "./open-app.ts";
import { toBrowserHost } from "./open-browser.ts";

type Opened = Pick<OpenedApp, "app" | "page">;

/** Puts text on the clipboard, as another program would. */
export async function writeClipboard({ app, page }: Opened, text: string): Promise<void> {
  if (toBrowserHost(app)) await page.evaluate((given) => navigator.clipboard.writeText(given), text);
  else await app.evaluate(({ clipboard }, given) => clipboard.writeText(given), text);
}

/** What is on the clipboard. */
export const readClipboard = ({ app, page }: Opened): Promise<string> =>
  toBrowserHost(app)
    ? page.evaluate(() => navigator.clipboard.readText())
    : app.evaluate(({ clipboard }) => clipboard.readText());

/** Loads the page anew. */
export async function reload({ app, page }: Opened): Promise<void> {
  if (toBrowserHost(app)) await page.reload();
  else await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
}
