import { Menu } from "electron";
import { type MenuOptions, toMenuTemplate } from "./menu-template.ts";

/** Puts the application menu in place. Called again when the recent files or the theme change. */
export function showMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(toMenuTemplate(options)));
}
