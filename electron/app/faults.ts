import { app, type BrowserWindow, dialog, type MessageBoxOptions } from "electron";
import type { Log } from "../core/store/log.ts";

interface FaultOptions {
  log: Log;
  window: () => BrowserWindow | null;
  logFolder: string;
}

/** Logs and shows whatever goes wrong, and keeps the application alive: an error never ends it silently. */
export function watchForFaults({ log, window, logFolder }: FaultOptions): void {
  let asking = false;
  /** What came while another question was open and must not be dropped. */
  let waiting: (() => void) | null = null;

  /** One question at a time: an error that repeats must not bury the user in dialogs. */
  const ask = async (options: MessageBoxOptions): Promise<number> => {
    asking = true;
    try {
      await app.whenReady();
      const parent = window();
      const { response } = parent ? await dialog.showMessageBox(parent, options) : await dialog.showMessageBox(options);
      return response;
    } finally {
      asking = false;
    }
  };

  const show = (options: MessageBoxOptions, then: (response: number) => void = () => {}): void => {
    if (asking) return;
    ask(options)
      .then(then, (error: unknown) => log("A dialog could not be shown", error))
      .finally(() => {
        const next = waiting;
        waiting = null;
        next?.();
      });
  };

  const reportFault = (what: string, error: unknown): void => {
    log(what, error);
    show({
      type: "error",
      message: "Something went wrong inside Sandpit",
      detail: `You can go on working; your text is saved as you type. If it happens again, report it with the log in ${logFolder}.`,
      buttons: ["OK"],
      noLink: true,
    });
  };
  process.on("uncaughtException", (error) => reportFault("Uncaught exception", error));
  process.on("unhandledRejection", (reason) => reportFault("Unhandled rejection", reason));

  const offerReload = (message: string, detail: string, alternative: "Quit" | "Wait"): void => {
    const options = {
      type: "error",
      message,
      detail,
      buttons: ["Reload", alternative],
      defaultId: 0,
      noLink: true,
    } as const;
    show({ ...options, buttons: [...options.buttons], cancelId: alternative === "Wait" ? 1 : 0 }, (response) => {
      if (response === 0) reload();
      else if (alternative === "Quit") app.quit();
    });
  };

  let isEndedOnPurpose = false;
  const isGone = () => window()?.webContents.isCrashed() === true;
  function reload(): void {
    const contents = window()?.webContents;
    if (contents?.isCrashed() === false) {
      // A page that hangs does not listen to `reload`. It is loaded anew once its process is gone.
      isEndedOnPurpose = true;
      contents.forcefullyCrashRenderer();
    } else contents?.reload();
  }

  const offerAfterCrash = (): void => {
    if (asking) {
      // The question that is open may be answered with a reload.
      waiting = () => isGone() && offerAfterCrash();
      return;
    }
    offerReload(
      "Sandpit's window stopped working",
      "Reload brings it back with your text, which was saved as you typed. A program that was running is stopped.",
      "Quit",
    );
  };

  app.on("render-process-gone", (_event, contents, { reason, exitCode }) => {
    if (reason === "clean-exit" || contents !== window()?.webContents) return;
    log(`The window's process is gone: ${reason}, exit code ${exitCode}`);
    if (isEndedOnPurpose) setImmediate(() => window()?.webContents.reload());
    else offerAfterCrash();
    isEndedOnPurpose = false;
  });
  app.on("child-process-gone", (_event, { type, reason, exitCode }) => {
    if (reason !== "clean-exit") log(`A helper process is gone: ${type}, ${reason}, exit code ${exitCode}`);
  });
  app.on("browser-window-created", (_event, created) => {
    created.webContents.on("did-finish-load", () => {
      isEndedOnPurpose = false;
    });
    created.on("unresponsive", () => {
      log("The window does not respond");
      offerReload(
        "Sandpit's window does not respond",
        "Wait until it is done, or reload it. Reload brings your text back, which was saved as you typed.",
        "Wait",
      );
    });
  });
}
