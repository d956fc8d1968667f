import { protocol, session } from "electron";
import { createAssetServer } from "../web/asset-server.ts";
import { securityHeaders } from "../web/response-headers.ts";
import { APP_SCHEME } from "./origin.ts";
import { toAssetPath } from "./protocol-path.ts";

/** Must run before the application is ready: Chromium learns of schemes once. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers requests for the page: from what was built, or in development from the server that builds it as one types. */
export function createPageServer({ folder, devServer }: { folder: string; devServer: string | null }): PageServer {
  return devServer === null ? createAssetServer({ folder, toAssetPath }) : createDevProxy(devServer);
}

type PageServer = (request: Request) => Promise<Response>;

/** Serves `app://sandpit/`. Must run when the application is ready. `onAnswer` is called after every answer. */
export function serveApp(answer: PageServer, onAnswer: () => void): void {
  session.defaultSession.protocol.handle(APP_SCHEME, (request) => answer(request).finally(onAnswer));
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
