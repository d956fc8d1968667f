import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { AnyCommandName, Bridge, EventName, EventPayload } from "#shared/contract.ts";
import { CALL_CHANNEL, DROP_CHANNEL, EVENT_CHANNEL } from "./channels.ts";
import { APP_SCHEME } from "./origin.ts";

type Listener = (payload: unknown) => void;

/** What this script needs of the DOM; the rest of `electron/` must not see its types. */
interface DragEvent {
  readonly isTrusted: boolean;
  readonly dataTransfer: { readonly types: readonly string[]; readonly files: ArrayLike<File> } | null;
  preventDefault(): void;
  stopPropagation(): void;
}
declare const location: { readonly protocol: string };
declare function addEventListener(type: "dragover" | "drop", listener: (event: DragEvent) => void, capture: true): void;

const listeners = new Map<string, Set<Listener>>();

/** Events that came before the page listened, and that nobody would send again. */
const unheard: { name: string; payload: unknown }[] = [];
const MAX_UNHEARD = 20;
const KEPT_UNTIL_HEARD: ReadonlySet<string> = new Set<EventName>(["files.opened", "menu.chosen"]);

ipcRenderer.on(EVENT_CHANNEL, (_event, name: string, payload: unknown) => {
  const heardBy = listeners.get(name);
  if (heardBy && heardBy.size > 0) for (const listener of [...heardBy]) listener(payload);
  else if (KEPT_UNTIL_HEARD.has(name) && unheard.length < MAX_UNHEARD) unheard.push({ name, payload });
});

/** What every page begins with is asked for while its scripts are still being compiled. Each answer is given once. */
const asked = new Map<string, Promise<never>>();
if (location.protocol === `${APP_SCHEME}:`) {
  // Not from the empty page that Chromium shows in passing, whose questions are rightly refused.
  for (const name of ["workspace.load", "preferences.get"] satisfies AnyCommandName[]) {
    asked.set(name, ipcRenderer.invoke(CALL_CHANNEL, name, {}) as Promise<never>);
  }
}

const bridge: Bridge = {
  call(name, input) {
    const early = asked.get(name);
    asked.delete(name);
    return early ?? ipcRenderer.invoke(CALL_CHANNEL, name, input);
  },
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) {
    // Subscribing twice with one function is two subscriptions. What arrives was typed by the contract when it was sent.
    const subscribed: Listener = (payload) => listener(payload as EventPayload<N>);
    const heardBy = listeners.get(name) ?? new Set();
    listeners.set(name, heardBy.add(subscribed));
    for (const event of unheard.filter((candidate) => candidate.name === name)) {
      unheard.splice(unheard.indexOf(event), 1);
      subscribed(event.payload);
    }
    return () => {
      heardBy.delete(subscribed);
    };
  },
};
contextBridge.exposeInMainWorld("sandpit", bridge);

// The page could not learn a dropped file's path and must not: it is read here, and only of a drop that the user made.
// Capturing keeps the editor from inserting the file's text.
const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
addEventListener(
  "dragover",
  (event) => {
    if (carriesFiles(event)) event.preventDefault();
  },
  true,
);
addEventListener(
  "drop",
  (event) => {
    if (!event.isTrusted || !event.dataTransfer || !carriesFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    ipcRenderer.send(
      DROP_CHANNEL,
      Array.from(event.dataTransfer.files, (file) => webUtils.getPathForFile(file)),
    );
  },
  true,
);
