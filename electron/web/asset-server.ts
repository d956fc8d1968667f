import { readFile, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { toSegments } from "./asset-path.ts";

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
  /** What every answer carries, refusals too. */
  headers: Record<string, string>;
  /** What a request's address asks for below the folder, in segments; `null` where it is not one of the page's. */
  toAssetPath: (url: string) => readonly string[] | null;
  /** Called once, when the page has asked for the last of the files that it begins with. */
  onBegun?: () => void;
}

/** An answer as every host can send it. */
export interface AssetAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer<ArrayBuffer>;
}

/** Answers requests for the page's own files, from `folder` and from nowhere else. */
export function createAssetServer(
  options: AssetServerOptions,
): (request: { method: string; url: string }) => Promise<AssetAnswer> {
  const { folder, headers, toAssetPath, onBegun } = options;
  const answer = (status: number, contentType: string, body: Buffer<ArrayBuffer>): AssetAnswer => ({
    ...{ status, body },
    headers: { ...headers, "content-type": contentType },
  });
  const refuse = (status: number, reason: string): AssetAnswer =>
    answer(status, "text/plain; charset=utf-8", Buffer.from(reason));

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
    if (early.delete(key) && early.size === 0) onBegun?.();
    if (asset === null) return refuse(404, "Sandpit has no such file.");
    return answer(200, asset.contentType, request.method === "HEAD" ? Buffer.alloc(0) : asset.body);
  };
}

interface Asset {
  contentType: string;
  body: Buffer<ArrayBuffer>;
}
