import { app } from "electron";
import type { Log } from "../core/store/log.ts";

/** An engine that does not answer must not keep the application from ending. */
const MOST_MS = 5_000;

export interface Ending {
  /**
   * To be asked when the application is started once more with these arguments: where it is just ending, it starts anew
   * with them as soon as it has, and the answer is true.
   */
  startsAgain(args: readonly string[]): boolean;
}

/** Delays the end of the application until saves are on disk and sandboxes are gone, but not for ever. */
export function endCleanly({ close, log }: { close: () => Promise<void>; log: Log }): Ending {
  let stage: "open" | "closing" | "closed" = "open";

  const finish = async (): Promise<void> => {
    const deadline = new Promise<void>((resolve) => {
      setTimeout(() => {
        log("Sandpit ended before everything was tidied up");
        resolve();
      }, MOST_MS);
    });
    await Promise.race([close(), deadline]).catch((error: unknown) => log("Sandpit could not tidy up", error));
    stage = "closed";
    // Not `quit`: within this very event Electron would ignore it, and no window is left to be asked.
    app.exit();
  };

  // Without a listener of our own, the one that guards a save in progress would end the process there and then.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => app.quit());

  app.on("will-quit", (event) => {
    if (stage === "closed") return;
    event.preventDefault();
    if (stage === "open") void finish();
    stage = "closing";
  });

  return {
    startsAgain(args) {
      if (stage === "open") return false;
      // The other process is gone by now, and no further one can be told before this one ends.
      app.relaunch({ args: [...args] });
      return true;
    },
  };
}
