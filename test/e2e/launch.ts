import { inject, test } from "vitest";
import { NO_ENGINE, type OpenedApp, type OpenOptions, openApp } from "./open-app.ts";
import { openInBrowser } from "./open-browser.ts";

const electronPath = inject("electronPath");
const chromiumPath = inject("chromiumPath");
const hasEngine = inject("hasEngine");

/** Whether the window is opened in a browser: the same tests do for both. */
export const isInBrowser: boolean = chromiumPath !== null;
/** Whether a real window is there. */
export const hasWindow: boolean = electronPath !== null || chromiumPath !== null;
/** Whether both a real window and a real engine are there. */
export const hasParts: boolean = hasWindow && hasEngine;

/** `test` with a real window; `global-setup.ts` prints why where it is skipped. */
export const windowTest: ReturnType<typeof test.skipIf> = test.skipIf(!hasWindow);
/** `test` with a real window and a real engine. */
export const engineWindowTest: ReturnType<typeof test.skipIf> = test.skipIf(!hasParts);

/** Whether languages can be added, too. */
export const hasLanguages: boolean = hasParts && inject("hasLanguages");
export const languageWindowTest: ReturnType<typeof test.skipIf> = test.skipIf(!hasLanguages);

/** The same for what only a desktop application has: native dialogs, its menu, its process. */
export const electronTest: ReturnType<typeof test.skipIf> = test.skipIf(electronPath === null);
export const engineElectronTest: ReturnType<typeof test.skipIf> = test.skipIf(electronPath === null || !hasEngine);
/** The same for what only a browser has. */
export const browserTest: ReturnType<typeof test.skipIf> = test.skipIf(!isInBrowser);

/** Opens the application that global set-up has found and built; with images, where there is an engine for them. */
export function launch(options: Omit<OpenOptions, "electronPath"> = {}): Promise<OpenedApp> {
  const images = hasEngine && options.engine !== NO_ENGINE;
  if (chromiumPath !== null) return openInBrowser({ images, ...options, chromiumPath });
  return openApp({ images, ...options, electronPath: electronPath ?? "" });
}
