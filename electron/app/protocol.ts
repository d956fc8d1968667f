import { type ProtocolRequest, protocol, session } from "electron";
import type { Log } from "../core/store/log.ts";
import { type AssetAnswer, createAssetServer } from "../web/asset-server.ts";
import { securityHeaders } from "../web/response-headers.ts";
import { APP_SCHEME } from "./origin.ts";
import { toAssetPath } from "./protocol-path.ts";

/** Must run before the application is ready: Chromium learns of schemes once. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

type PageServer = (request: ProtocolRequest) => Promise<AssetAnswer>;

/**
 * Answers requests for the page: from what was built, or in development from the server that builds it as one types.
 * `onBegun` is called when the page has asked for the last of the files that it begins with; in development it is not.
 */
export function createPageServer(options: {
  folder: string;
  devServer: string | null;
  onBegun: () => void;
}): PageServer {
  const { folder, devServer, onBegun } = options;
  return devServer === null
    ? createAssetServer({ folder, headers: securityHeaders(), toAssetPath, onBegun })
    : createDevProxy(devServer);
}

/**
 * Serves `app://sandpit/`. Must run when the application is ready.
 *
 * Not with `protocol.handle`: its `Request` and `Response` have Node.js load its whole fetch at each launch, 35 ms during
 * which the main process does nothing else, and take a file through a stream where this hands it over as it is.
 */
export function serveApp(answer: PageServer, log: Log): void {
  session.defaultSession.protocol.registerBufferProtocol(APP_SCHEME, (request, send) => {
    void answer(request)
      .catch((error: unknown): AssetAnswer => {
        log(`${request.url} could not be read`, error);
        return { status: 500, headers: securityHeaders(), body: Buffer.from("Sandpit could not read this file.") };
      })
      .then(({ status, headers, body }) => {
        const mimeType = headers["content-type"]?.split(";")[0];
        send({ statusCode: status, headers, data: body, ...(mimeType && { mimeType }) });
      });
  });
}

/** The page keeps its origin in development, so that every policy is the one that ships. */
function createDevProxy(devServer: string): PageServer {
  const headers = { ...securityHeaders(devServer), "cache-control": "no-store" };
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    // The server decides by this header whether a style sheet is asked for by a page or by a script.
    const accept = new Headers(request.headers).get("accept") ?? "*/*";
    const response = await fetch(devServer + pathname + search, { headers: { accept } });
    const contentType = response.headers.get("content-type");
    return {
      status: response.status,
      headers: { ...headers, ...(contentType !== null && { "content-type": contentType }) },
      body: Buffer.from(await response.arrayBuffer()),
    };
  };
}
