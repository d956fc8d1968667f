import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Failure } from "#shared/errors.ts";
import { type RequestFacts, refuseForeign } from "./access.ts";
import type { Bounds } from "./bounds.ts";
import { type FailureStatus, JSON_HEADERS } from "./failures.ts";

export interface ListenerOptions {
  bounds: Bounds;
  port: () => number;
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  refused: (reason: string, request: { method: string; path: string }) => void;
}

/** How often connections are looked at that take too long. */
const CHECK_EVERY_MS = 1_000;

/** An HTTP server, not yet listening, that bounds what a client can take and lets nobody in who is not from here. */
export function createListener({ bounds, port, answer, refused }: ListenerOptions): Server {
  const server = createHttpServer(
    {
      headersTimeout: bounds.headersMs,
      requestTimeout: bounds.requestMs,
      keepAliveTimeout: bounds.idleMs,
      connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, bounds.headersMs),
      maxHeaderSize: bounds.headerBytes,
      insecureHTTPParser: false,
      requireHostHeader: false, // said in our own words
    },
    (incoming, outgoing) => {
      const refusal = refuseForeign(toFacts(incoming), port());
      if (!refusal) return answer(incoming, outgoing);
      refused(refusal.reason, toLogged(incoming));
      // What else comes of this request is not read.
      outgoing.writeHead(refusal.status, { ...JSON_HEADERS, connection: "close" });
      outgoing.end(
        toBody({ code: refusal.status === 403 ? "policy_forbids" : "invalid_input", message: refusal.message }),
      );
    },
  );
  server.maxHeadersCount = bounds.headers;
  answerBrokenRequests(server);
  keepRoom(server, bounds.connections);
  return server;
}

const toFacts = ({ method = "", url = "", headersDistinct, headers }: IncomingMessage): RequestFacts => ({
  ...{ method, target: url, hosts: headersDistinct.host ?? [], origin: headers.origin },
  fetchSite: headersDistinct["sec-fetch-site"]?.join(),
  fetchMode: headersDistinct["sec-fetch-mode"]?.join(),
});

/** Without the query, which may hold what is secret. */
export const toLogged = ({ method = "", url = "" }: IncomingMessage): { method: string; path: string } => ({
  method,
  path: url.split("?", 1)[0] ?? "",
});

const toBody = (error: Failure): string => JSON.stringify({ ok: false, error });

const BROKEN: Record<string, { status: FailureStatus; phrase: string; message: string }> = {
  HPE_HEADER_OVERFLOW: {
    ...{ status: 431, phrase: "Request Header Fields Too Large" },
    message: "The headers are too long. Send fewer.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, phrase: "Request Timeout", message: "The request took too long to come." },
};
const NOT_HTTP = { status: 400, phrase: "Bad Request", message: "This is no HTTP request." } as const;

/** What could not be read as a request has no answer of its own: it is written to the connection as it is. */
function answerBrokenRequests(server: Server): void {
  const current = new WeakMap<object, ServerResponse>();
  server.on("request", ({ socket }, outgoing) => {
    current.set(socket, outgoing);
    outgoing.once("finish", () => {
      if (outgoing.shouldKeepAlive) current.delete(socket);
    });
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === "ECONNRESET") socket.destroy();
    // The request has its answer, and the connection was to end with it.
    else if (current.get(socket)?.headersSent) socket.destroySoon();
    else answerBrokenRequest(error, socket);
  });
}

function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  const { status, phrase, message } = BROKEN[error.code ?? ""] ?? NOT_HTTP;
  const body = toBody({ code: "invalid_input", message });
  const headers = Object.entries({ ...JSON_HEADERS, "content-length": Buffer.byteLength(body), connection: "close" });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${lines}\r\n${body}`, () => socket.destroySoon());
}

/** Where there are too many connections, the one that has been idle the longest goes; one with a request never does. */
function keepRoom(server: Server, connections: number): void {
  const open = new Set<Socket>();
  const idle = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket);
    idle.add(socket);
    socket.once("close", () => {
      open.delete(socket);
      idle.delete(socket);
    });
    if (open.size <= connections) return;
    const [oldest = socket] = idle;
    open.delete(oldest);
    idle.delete(oldest);
    oldest.destroy();
  });
  server.on("request", ({ socket }, outgoing) => {
    idle.delete(socket);
    outgoing.once("close", () => {
      if (open.has(socket)) idle.add(socket);
    });
  });
}
