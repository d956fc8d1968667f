import { readFile, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { toSegments } from "./asset-path.ts";
import { securityHeaders } from "./response-headers.ts";

const CONTENT_TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

export interface AssetServerOptions {
  folder: string;
  /** What a request's address asks for below the folder, in segments; `null` where it is not one of the page's. */
  toAssetPath: (url: string) => readonly string[] | null;
}

/** Answers requests for the page's own files, from `folder` and from nowhere else. */
export function createAssetServer(options: AssetServerOptions): (request: Request) => Promise<Response> {
  const { folder, toAssetPath } = options;
  const headers = securityHeaders();
  const refuse = (status: number, reason: string): Response =>
    new Response(reason, { status, headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });

  /** `null` where the file does not exist, is no file, or is a link that leads out of the folder. */
  const locate = async (segments: readonly string[]): Promise<string | null> => {
    try {
      const root = await realpath(folder);
      const path = await realpath(join(root, ...segments));
      return path.startsWith(root + sep) && (await stat(path)).isFile() ? path : null;
    } catch {
      return null;
    }
  };

  const load = async (segments: readonly string[]): Promise<Asset | null> => {
    const path = await locate(segments);
    return path === null
      ? null
      : { contentType: CONTENT_TYPES[extname(path)] ?? "application/octet-stream", body: await readFile(path) };
  };

  // What the page begins with is read while Electron is still getting ready. Each is used once: a reload reads anew.
  const early = new Map<string, Promise<Asset | null>>();
  const loadEarly = (segments: readonly string[]): Promise<Asset | null> => {
    const loading = load(segments).catch(() => null);
    early.set(segments.join("/"), loading);
    return loading;
  };
  void loadEarly(["index.html"]).then((page) => {
    for (const [, name = ""] of page?.body.toString("utf8").matchAll(/(?:src|href)="\.\/([^"]+)"/g) ?? []) {
      const segments = toSegments(name);
      if (segments) void loadEarly(segments);
    }
  });

  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "Only GET and HEAD are answered.");
    const segments = toAssetPath(request.url);
    if (!segments) return refuse(400, "This address is not part of Sandpit.");
    const key = segments.join("/");
    const asset = (await early.get(key)) ?? (await load(segments));
    early.delete(key);
    if (asset === null) return refuse(404, "Sandpit has no such file.");
    const body = request.method === "HEAD" ? null : new Uint8Array(asset.body);
    return new Response(body, { headers: { ...headers, "content-type": asset.contentType } });
  };
}

interface Asset {
  contentType: string;
  body: Buffer;
}
