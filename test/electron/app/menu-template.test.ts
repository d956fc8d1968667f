import type { MenuItemConstructorOptions } from "electron";
import { describe, expect, it } from "vitest";
import { menuCommandSchema } from "#shared/workspace.ts";
import { type MenuOptions, toMenuTemplate } from "../../../electron/app/menu-template.ts";

const ignore = (): void => {};
const options = (change: Partial<MenuOptions> = {}): MenuOptions => ({
  platform: "linux",
  isPackaged: true,
  recent: [],
  theme: "system",
  isThemeLocked: false,
  isFontSizeLocked: false,
  choose: ignore,
  openRecent: ignore,
  clearRecent: ignore,
  showLog: ignore,
  ...change,
});
const flatten = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);

describe("application menu", () => {
  it.each(["linux", "win32", "darwin"] as const)("has every command on %s", (platform) => {
    const chosen: string[] = [];
    const items = flatten(toMenuTemplate(options({ platform, choose: (command) => chosen.push(command) })));
    for (const command of menuCommandSchema.options) {
      const item = items.find(({ id }) => id === command);
      item?.click?.({} as never, undefined, {} as never);
    }
    expect(chosen).toEqual(menuCommandSchema.options);
  });

  it.each(["linux", "win32", "darwin"] as const)("uses no shortcut twice on %s", (platform) => {
    const shortcuts = flatten(toMenuTemplate(options({ platform }))).flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });

  it("offers no theme and no size of text that the policy of the computer has decided", () => {
    const disabled = (change: Partial<MenuOptions>) =>
      flatten(toMenuTemplate(options(change)))
        .filter(({ enabled, id }) => enabled === false && id !== undefined)
        .map(({ id }) => id);
    expect(disabled({})).toEqual([]);
    expect(disabled({ isThemeLocked: true })).toEqual(["view.theme.system", "view.theme.light", "view.theme.dark"]);
    expect(disabled({ isFontSizeLocked: true })).toContain("view.fontLarger");
  });

  it("follows the platform", () => {
    const roles = (platform: NodeJS.Platform) => flatten(toMenuTemplate(options({ platform }))).map(({ role }) => role);
    expect(roles("darwin")).toEqual(expect.arrayContaining(["appMenu", "windowMenu"]));
    expect(roles("win32")).toEqual(expect.arrayContaining(["quit", "about"]));
    const keysOf = (platform: NodeJS.Platform) =>
      flatten(toMenuTemplate(options({ platform }))).flatMap(({ label, accelerator }) => `${label}: ${accelerator}`);
    expect(keysOf("darwin")).toEqual(expect.arrayContaining(["Settings…: Cmd+,", "Close Window: Cmd+Shift+W"]));
    expect(keysOf("linux")).toContain("Settings: Ctrl+,");
  });

  it("has the theme in use marked, and reopens a tab with the shortcut that browsers use", () => {
    const items = flatten(toMenuTemplate(options({ theme: "dark" })));
    const checked = items.filter((item) => item.checked).map(({ id }) => id);
    expect(checked).toEqual(["view.theme.dark"]);
    expect(items.find(({ id }) => id === "file.reopenTab")?.accelerator).toBe("CmdOrCtrl+Shift+T");
  });

  it("shows developer tools in development only", () => {
    const roles = (isPackaged: boolean) => flatten(toMenuTemplate(options({ isPackaged }))).map(({ role }) => role);
    expect(roles(true)).not.toContain("toggleDevTools");
    expect(roles(false)).toContain("toggleDevTools");
  });

  it("lists recent files, with ampersands as they are", () => {
    const opened: string[] = [];
    const recent = [{ handle: "h1", name: "a&b.py", displayPath: "~/a&b.py" }];
    const items = flatten(toMenuTemplate(options({ recent, openRecent: (handle) => opened.push(handle) })));
    items.find(({ label }) => label === "~/a&&b.py")?.click?.({} as never, undefined, {} as never);
    expect(opened).toEqual(["h1"]);
    expect(flatten(toMenuTemplate(options())).some(({ label }) => label === "No Recent Files")).toBe(true);
  });
});
