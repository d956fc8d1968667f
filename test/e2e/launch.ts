import { inject, test } from "vitest";
import { NO_ENGINE, type OpenedApp, type OpenOptions, openApp } from "./open-app.ts";

const electronPath = inject("electronPath");
const hasEngine = inject("hasEngine");

/** Whether a real window is there. */
export const hasElectron: boolean = electronPath !== null;
/** Whether both a real window and a real engine are there. */
export const hasParts: boolean = electronPath !== null && hasEngine;

/** `test` with a real window; `global-setup.ts` prints why where it is skipped. */
export const windowTest: ReturnType<typeof test.skipIf> = test.skipIf(!hasElectron);
/** `test` with a real window and a real engine. */
export const engineWindowTest: ReturnType<typeof test.skipIf> = test.skipIf(!hasParts);

/** Opens the application that global set-up has found and built; with images, where there is an engine for them. */
export function launch(options: Omit<OpenOptions, "electronPath"> = {}): Promise<OpenedApp> {
  const images = hasEngine && options.engine !== NO_ENGINE;
  return openApp({ images, ...options, electronPath: electronPath ?? "" });
}
