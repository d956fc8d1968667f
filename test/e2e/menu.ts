import type { ElectronApplication } from "playwright-core";
import type { MenuCommand } from "#shared/workspace.ts";
import type { OpenedApp } from "./open-app.ts";

/** Chooses an item of the application menu, which no test can click, as the system would after a click. */
export async function chooseInMenu(app: ElectronApplication, command: MenuCommand): Promise<void> {
  await app.evaluate(({ Menu }, id) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(id);
    if (!item) throw new Error(`The menu has no ${id}.`);
    item.click();
  }, command);
}

/** Chooses a theme in the application menu, and waits until the page has it. */
export async function chooseTheme({ app, page }: Pick<OpenedApp, "app" | "page">, theme: "light" | "dark") {
  await chooseInMenu(app, `view.theme.${theme}`);
  await page.locator(`:root[data-theme="${theme}"]`).waitFor({ state: "attached" });
}
