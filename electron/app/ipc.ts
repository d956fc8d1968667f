import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from "electron";
import type { EventName, EventPayload } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";
import type { Log } from "../core/store/log.ts";
import { CALL_CHANNEL, DROP_CHANNEL, EVENT_CHANNEL } from "./channels.ts";
import { isTrustedSender } from "./policy.ts";

interface IpcOptions {
  window: () => BrowserWindow | null;
  /** What answers commands. It may still be loading, and that may fail. */
  services: () => Promise<{ call(name: string, input: unknown): Promise<Reply<unknown>> }>;
  /** Files were dropped on the window. */
  dropped: (paths: string[]) => void;
  log: Log;
}

/** Sends an event to the page. */
export type Push = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

const NOT_STARTED: Reply<never> = {
  ok: false,
  error: {
    code: "internal",
    message: "Sandpit could not start. See whether its folder can be written and the disk has room, then restart it.",
  },
};

const REFUSED: Reply<never> = {
  ok: false,
  error: { code: "unauthorized", message: "Only Sandpit's own window may do this. Restart Sandpit." },
};

/** The only place where the main process speaks with the page. Nothing that is thrown crosses; `call` answers a `Reply`. */
export function connectPage({ window, services, dropped, log }: IpcOptions): Push {
  const isTrusted = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const frame = event.senderFrame;
    const trusted = isTrustedSender(
      {
        contentsId: event.sender.id,
        frame: frame && { isMain: frame.parent === null, origin: frame.origin, url: frame.url },
      },
      window()?.webContents.id ?? null,
    );
    if (!trusted) log(`Refused a message from web contents ${event.sender.id}, ${frame?.url || "without a page"}`);
    return trusted;
  };

  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown) => {
    if (!isTrusted(event) || typeof name !== "string") return REFUSED;
    try {
      return await (await services()).call(name, input);
    } catch (error) {
      log("The services did not start", error);
      return NOT_STARTED;
    }
  });

  ipcMain.on(DROP_CHANNEL, (event, paths: unknown) => {
    if (!isTrusted(event) || !Array.isArray(paths)) return;
    dropped(paths.filter((path) => typeof path === "string" && path !== ""));
  });

  return (name, payload) => {
    const contents = window()?.webContents;
    if (contents && !contents.isDestroyed() && !contents.isCrashed()) contents.send(EVENT_CHANNEL, name, payload);
  };
}
