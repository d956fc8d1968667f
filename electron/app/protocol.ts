import { protocol, session } from "electron";
import { createAssetServer } from "./asset-server.ts";
import { APP_SCHEME } from "./origin.ts";
import { securityHeaders } from "./response-headers.ts";

/** Must run before the application is ready: Chromium learns of schemes once. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves `app://sandpit/` from the built page, or in development from the server that builds it as one types. */
export function serveApp({ folder, devServer }: { folder: string; devServer: string | null }): void {
  const answer = devServer === null ? createAssetServer({ folder }) : createDevProxy(devServer);
  session.defaultSession.protocol.handle(APP_SCHEME, answer);
}

/** The page keeps its origin in development, so that every policy is the one that ships. */
function createDevProxy(devServer: string): (request: Request) => Promise<Response> {
  const headers = securityHeaders(devServer);
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    // The server decides by this header whether a style sheet is asked for by a page or by a script.
    const accept = request.headers.get("accept") ?? "*/*";
    const response = await fetch(devServer + pathname + search, { headers: { accept } });
    const merged = new Headers({ ...headers, "cache-control": "no-store" });
    const contentType = response.headers.get("content-type");
    if (contentType !== null) merged.set("content-type", contentType);
    return new Response(response.body, { status: response.status, headers: merged });
  };
}
