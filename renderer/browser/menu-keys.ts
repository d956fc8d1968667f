import type { MenuCommand } from "#shared/workspace.ts";
import { isApple } from "../session/shortcuts.ts";
import type { Listeners } from "./listeners.ts";

/** What the application menu has keys for, and a browser lets a page have. New, Close and the like are the browser's. */
const KEYS: Readonly<Record<string, MenuCommand>> = {
  s: "file.save",
  "shift+s": "file.saveAs",
  o: "file.open",
  f: "edit.find",
};

/** Has the keys of the application menu work without one. */
export function connectMenuKeys(page: Window, emit: Listeners["emit"]): void {
  page.addEventListener(
    "keydown",
    (event) => {
      if (!(isApple ? event.metaKey : event.ctrlKey) || event.altKey || event.isComposing) return;
      const command = KEYS[`${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`];
      if (command === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) emit("menu.chosen", { command });
    },
    { capture: true },
  );
}
