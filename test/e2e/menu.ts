import type { ElectronApplication, Page } from "playwright-core";
import type { MenuCommand } from "#shared/workspace.ts";
import type { OpenedApp } from "./open-app.ts";
import { toBrowserHost } from "./open-browser.ts";
import { twiceIfLost } from "./twice.ts";

/** Chooses an item of the application menu, which no test can click, as the system would after a click. */
export async function chooseInMenu(app: ElectronApplication, command: MenuCommand): Promise<void> {
  await app.evaluate(({ Menu }, id) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(id);
    if (!item) throw new Error(`The menu has no ${id}.`);
    item.click();
  }, command);
}

/** Chooses a theme in the application menu, or in a browser where it is beside the text, and waits until the page has it. */
export async function chooseTheme({ app, page }: Pick<OpenedApp, "app" | "page">, theme: "light" | "dark") {
  if (!toBrowserHost(app)) await twiceIfLost(() => chooseInMenu(app, `view.theme.${theme}`));
  else await chooseThemeBeside(page, theme);
  await page.locator(`:root[data-theme="${theme}"]`).waitFor({ state: "attached" });
}

/** The switch goes round the themes; what has it in the way, such as an open list, does not mind. */
async function chooseThemeBeside(page: Page, theme: "light" | "dark"): Promise<void> {
  const button = page.locator(".status-bar__theme");
  while (!(await button.getAttribute("aria-label"))?.startsWith(`Theme: ${theme}`)) {
    await button.dispatchEvent("click");
    // It is named anew once the page knows.
    await page.waitForTimeout(50);
  }
}

/** Whether an item of the application menu can be chosen. */
export const isOffered = ({ app }: OpenedApp, id: string): Promise<boolean> =>
  app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled === true, id);
