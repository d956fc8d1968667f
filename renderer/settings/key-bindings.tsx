import { isApple, toShortcutLabel } from "../session/shortcuts.ts";

/** In a browser some keys are the browser's own. */
const isDesktop = "sandpit" in globalThis;

/** What can be done without the mouse. Keys that begin with `Mod` are pressed with Ctrl, on a Mac with Command. */
const BINDINGS: readonly { keys: string; does: string }[] = [
  { keys: "Mod Enter", does: "Run the program in front (also F5)" },
  { keys: "Mod .", does: "Stop the program" },
  { keys: "Ctrl+D", does: "End the input of a program that waits for it" },
  ...(isDesktop ? [{ keys: "Mod L", does: "Clear the output" }] : []),
  ...(isDesktop ? [{ keys: "Mod N", does: "New program" }] : []),
  { keys: "Mod O", does: "Open a file" },
  { keys: "Mod S", does: "Save" },
  { keys: "Mod Shift+S", does: "Save as" },
  ...(isDesktop ? [{ keys: "Mod W", does: "Close the tab in front" }] : []),
  ...(isDesktop ? [{ keys: "Mod Shift+T", does: "Reopen the tab that was closed last" }] : []),
  { keys: "Mod F", does: "Find and replace in the program; filter a list" },
  { keys: "Tab", does: "Indent, in the editor; Escape and then Tab leaves it" },
  { keys: isApple ? "⇧⌥M" : "Ctrl+M", does: "Have Tab leave the editor instead of indenting, or indent again" },
  { keys: "Space", does: "Choose the run that the arrow keys are at, in History; Enter opens it, Delete deletes it" },
  { keys: "F2", does: "Rename the tab that has the focus" },
  { keys: "Delete", does: "Close the tab that has the focus" },
  ...(isDesktop ? [{ keys: "Mod ,", does: "Settings" }] : []),
  { keys: "Mod 1", does: "Code; 2 to 7: the other screens, in the order of the rail" },
];

const toLabel = (keys: string): string => (keys.startsWith("Mod ") ? toShortcutLabel(keys.slice(4)) : keys);

/** Whether the search asks for keys. */
export function matchesKeys(query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const all = ["key bindings shortcuts keyboard", ...BINDINGS.flatMap(({ keys, does }) => [toLabel(keys), does])];
  const text = all.join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The keys, to be looked up. */
export function KeyBindings() {
  return (
    <section className="settings__group" aria-labelledby="settings-keys">
      <h2 className="settings__title" id="settings-keys">
        Keyboard
      </h2>
      <p className="settings__lead">
        What the keys do. Everything else is reached with Tab and the arrow keys; in the editor, press Escape before
        Tab.
      </p>
      <table className="keys">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Does</th>
            <th scope="col">Keys</th>
          </tr>
        </thead>
        <tbody>
          {BINDINGS.map(({ keys, does }) => (
            <tr key={keys}>
              <td>{does}</td>
              <td>
                <kbd className="keys__key">{toLabel(keys)}</kbd>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
