import { APP_ORIGIN, START_URL } from "./origin.ts";

/** Websites that the window may send people to; they open in the browser, never in the application. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set([
  "docs.docker.com",
  "www.docker.com",
  "podman.io",
  "podman-desktop.io",
  "rancherdesktop.io",
  "orbstack.dev",
]);

const parse = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

/** Whether a window may go to `url`. There is one page; it may be loaded again, and nothing else may. */
export function mayNavigate(url: string): boolean {
  const target = parse(url);
  if (!target) return false;
  target.hash = "";
  return target.href === START_URL;
}

/** The address to hand to the browser, or `null` where `url` is not one of the few that may be opened. */
export function toExternalUrl(url: string): string | null {
  const target = parse(url);
  if (target?.protocol !== "https:" || target.port !== "") return null;
  if (target.username !== "" || target.password !== "") return null;
  return EXTERNAL_HOSTS.has(target.hostname) ? target.href : null;
}

/** No window ever opens another. A link to one of the few known websites goes to the browser. */
export function decideNewWindow(url: string): { action: "deny"; openExternally: string | null } {
  return { action: "deny", openExternally: toExternalUrl(url) };
}

/** The page needs no permission: neither camera nor notifications nor the clipboard, for which there is a command. */
export function mayHavePermission(_permission: string): boolean {
  return false;
}

/** Whether the network stack may fetch `url`. Everything comes from the application itself; only development differs. */
export function mayRequest(url: string, devServer: string | null): boolean {
  const target = parse(url);
  if (!target) return false;
  if (target.protocol === "devtools:") return devServer !== null;
  if (`${target.protocol}//${target.host}` === APP_ORIGIN) return true;
  return devServer !== null && target.host === new URL(devServer).host && /^(http|ws):$/.test(target.protocol);
}

/** The address of the development server: only in development, only on this machine. */
export function toDevServer(address: string | undefined, isPackaged: boolean): string | null {
  if (isPackaged || !address) return null;
  const target = parse(address);
  if (target?.protocol !== "http:") return null;
  return target.hostname === "127.0.0.1" || target.hostname === "[::1]" ? target.origin : null;
}

/** What is known of a message's sender. */
export interface Sender {
  /** Of the web contents that sent it. */
  contentsId: number;
  /** `null` where the frame is gone already. */
  frame: { isMain: boolean; origin: string; url: string } | null;
}

/** Only the main frame of our own window, showing our own page, is listened to. */
export function isTrustedSender(sender: Sender, windowContentsId: number | null): boolean {
  const { contentsId, frame } = sender;
  if (windowContentsId === null || contentsId !== windowContentsId) return false;
  return frame?.isMain === true && frame.origin === APP_ORIGIN && mayNavigate(frame.url);
}
