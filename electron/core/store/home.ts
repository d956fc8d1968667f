import { posix, win32 } from "node:path";

/**
 * The folder in which Sandpit keeps everything: `SANDPIT_HOME` where it is set, else the place for application data of
 * each system (XDG Base Directory Specification on Linux).
 */
export function resolveHome(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, homedir: string): string {
  if (env.SANDPIT_HOME) return (platform === "win32" ? win32 : posix).resolve(env.SANDPIT_HOME);
  if (platform === "win32") return win32.join(env.APPDATA ?? win32.join(homedir, "AppData", "Roaming"), "Sandpit");
  if (platform === "darwin") return posix.join(homedir, "Library", "Application Support", "Sandpit");
  return posix.join(env.XDG_DATA_HOME ?? posix.join(homedir, ".local", "share"), "sandpit");
}
