import type { MenuCommand } from "#shared/workspace.ts";
import { DEFAULT_FONT_SIZE, stepFontSize } from "../preferences/font-size.ts";
import { toTheme } from "../preferences/theme.ts";
import type { Session } from "./session.ts";

/** Does what the application menu asks for: the same as the button in the page that is called alike. */
export function runMenuCommand(session: Session, command: MenuCommand): void {
  const { files, run, stores, setPreferences } = session;
  const { fontSize, panelSide } = stores.preferences.getState();
  switch (command) {
    case "file.new":
      files.create();
      break;
    case "file.open":
      void files.open();
      break;
    case "file.save":
      void files.save();
      break;
    case "file.saveAs":
      void files.saveAs();
      break;
    case "file.closeTab":
      files.requestClose();
      break;
    case "file.reopenTab":
      files.reopen();
      break;
    case "edit.find":
      stores.view.setState({ editorRequest: { kind: "find" } });
      break;
    case "run.start":
      void run.start();
      break;
    case "run.stop":
      void run.stop();
      break;
    case "run.clear":
      run.clear();
      break;
    case "view.panelSide":
      setPreferences({ panelSide: panelSide === "right" ? "bottom" : "right" });
      break;
    case "view.fontLarger":
      setPreferences({ fontSize: stepFontSize(fontSize, 1) });
      break;
    case "view.fontSmaller":
      setPreferences({ fontSize: stepFontSize(fontSize, -1) });
      break;
    case "view.fontReset":
      setPreferences({ fontSize: DEFAULT_FONT_SIZE });
      break;
    case "view.theme.system":
    case "view.theme.light":
    case "view.theme.dark":
      setPreferences({ theme: toTheme(command) });
      break;
    case "help.isolation":
      stores.view.setState({ badgeOpen: true });
  }
}
