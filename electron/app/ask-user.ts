import { type BrowserWindow, dialog } from "electron";

interface Question {
  title: string;
  message: string;
  detail: string;
  /** What a hasty Enter or Escape presses; by default Cancel. */
  refuse?: string;
  agree: string;
}

/** Asks outside the page, so that nothing in the page can answer. */
export async function askUser(parent: BrowserWindow | null, question: Question): Promise<boolean> {
  const { refuse = "Cancel", agree, ...words } = question;
  const options: Electron.MessageBoxOptions = {
    ...words,
    type: "warning",
    buttons: [refuse, agree],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } = parent ? await dialog.showMessageBox(parent, options) : await dialog.showMessageBox(options);
  return response === 1;
}
