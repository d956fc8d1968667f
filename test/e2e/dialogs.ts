import type { ElectronApplication } from "playwright-core";
import { toBrowserHost } from "./open-browser.ts";
import { twiceIfLost } from "./twice.ts";

/**
 * Answers the native dialogs, which no test can click, and counts how often they were shown. In a browser, a message box
 * is a page of its own, and there are no dialogs for files.
 */
export async function answerDialogs(
  app: ElectronApplication,
  answers: { messageBox?: number; open?: string[]; save?: string },
): Promise<void> {
  const browser = toBrowserHost(app);
  if (browser) {
    browser.answer(answers.messageBox === 1);
    return;
  }
  const replace = () =>
    app.evaluate(({ dialog }, { messageBox, open, save }) => {
      const shown = globalThis as { sandpitBoxes?: string[] };
      shown.sandpitBoxes = [];
      if (messageBox !== undefined) {
        dialog.showMessageBox = async (...args: unknown[]) => {
          const options = args.at(-1) as { message: string };
          shown.sandpitBoxes?.push(options.message);
          return { response: messageBox, checkboxChecked: false };
        };
      }
      if (open) dialog.showOpenDialog = async () => ({ canceled: open.length === 0, filePaths: open });
      if (save !== undefined) dialog.showSaveDialog = async () => ({ canceled: save === "", filePath: save });
    }, answers);
  await twiceIfLost(replace);
}

/** What the message boxes said since `answerDialogs`. */
export const shownBoxes = async (app: ElectronApplication): Promise<string[]> =>
  toBrowserHost(app)?.questions ??
  twiceIfLost(() => app.evaluate(() => (globalThis as { sandpitBoxes?: string[] }).sandpitBoxes ?? []));
