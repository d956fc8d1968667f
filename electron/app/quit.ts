import { app } from "electron";
import type { Log } from "../core/store/log.ts";

/** An engine that does not answer must not keep the application from ending. */
const MOST_MS = 5_000;

/** Delays the end of the application until saves are on disk and sandboxes are gone, but not for ever. */
export function endCleanly({ close, log }: { close: () => Promise<void>; log: Log }): void {
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
}
