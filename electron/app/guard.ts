import { app, type Session, session, shell, type WebContents } from "electron";
import { decideNewWindow, mayHavePermission, mayNavigate, mayRequest } from "./policy.ts";

interface GuardOptions {
  devServer: string | null;
  log: (line: string) => void;
}

/** Everything that does not come from the application itself; `app:` is left out, so that it is served at full speed. */
const FOREIGN_URLS = ["http://*/*", "https://*/*", "ws://*/*", "wss://*/*", "ftp://*/*", "file:///*"];

/** Puts the policies in force. Holds for every web contents that ever comes to be, and must run before the first does. */
export function guardContents({ log }: GuardOptions): void {
  app.on("web-contents-created", (_event, contents) => guard(contents, log));
}

function guard(contents: WebContents, log: GuardOptions["log"]): void {
  const stayHere = (event: Electron.Event, url: string): void => {
    if (mayNavigate(url)) return;
    event.preventDefault();
    log(`Blocked a navigation to ${toLogged(url)}`);
  };
  contents.on("will-navigate", (event) => stayHere(event, event.url));
  contents.on("will-redirect", (event) => stayHere(event, event.url));
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
    log("Blocked a webview");
  });
  contents.setWindowOpenHandler(({ url }) => {
    const { action, openExternally } = decideNewWindow(url);
    if (openExternally === null) log(`Blocked a new window for ${toLogged(url)}`);
    else void shell.openExternal(openExternally).catch(() => log(`No browser opened ${openExternally}`));
    return { action };
  });
}

/** The session's part: permissions, devices, downloads and the network. Needs the application to be ready. */
export function guardSession({ devServer, log }: GuardOptions, guarded: Session = session.defaultSession): void {
  guarded.setPermissionRequestHandler((_contents, permission, decide) => decide(mayHavePermission(permission)));
  guarded.setPermissionCheckHandler((_contents, permission) => mayHavePermission(permission));
  guarded.setDevicePermissionHandler(() => false);
  guarded.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  guarded.on("will-download", (event) => event.preventDefault());
  guarded.webRequest.onBeforeRequest({ urls: FOREIGN_URLS }, ({ url }, decide) => {
    const allowed = mayRequest(url, devServer);
    if (!allowed) log(`Blocked a request to ${toLogged(url)}`);
    decide({ cancel: !allowed });
  });
}

/** An address may carry a program in its query or be megabytes long; the log needs neither. */
const toLogged = (url: string): string => url.replace(/[?#].*$/s, "").slice(0, 200);
