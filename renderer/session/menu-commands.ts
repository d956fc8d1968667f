import type { MenuCommand } from "#shared/workspace.ts";
import { DEFAULT_FONT_SIZE, stepFontSize } from "../preferences/font-size.ts";
import { toTheme } from "../preferences/theme.ts";
import type { Session } from "./session.ts";
import { showScreen } from "./show-screen.ts";

const CODE_COMMANDS = /^(file\.|run\.(start|clear)$)/;

/** Does what the application menu asks for: the same as the button in the page that is called alike. */
export function runMenuCommand(session: Session, command: MenuCommand): void {
  const { files, run, stores, setPreferences } = session;
  const { fontSize, panelSide } = stores.preferences.getState();
  // What is about programs shows them.
  if (CODE_COMMANDS.test(command)) showScreen(session, "code");
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
      if (stores.view.getState().screen === "code") stores.view.setState({ editorRequest: { kind: "find" } });
      else stores.view.setState({ filterRequest: {} });
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
    case "view.code":
      showScreen(session, "code");
      break;
    case "view.monitor":
      showScreen(session, "monitor");
      break;
    case "view.images":
      showScreen(session, "images");
      break;
    case "view.doctor":
      showScreen(session, "doctor");
      break;
    case "view.history":
      showScreen(session, "history");
      break;
    case "view.insights":
      showScreen(session, "insights");
      break;
    case "view.settings":
      showScreen(session, "settings");
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
