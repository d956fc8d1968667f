import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { toAssetPath } from "../../../electron/app/protocol-path.ts";
import { createAssetServer } from "../../../electron/web/asset-server.ts";
import { securityHeaders } from "../../../electron/web/response-headers.ts";

const ESCAPES = [
  "app://sandpit/../main/main.cjs",
  "app://sandpit/a/../../secret",
  "app://sandpit/./index.html",
  "app://sandpit/%2e%2e/main/main.cjs",
  "app://sandpit/%2E%2e%2fmain",
  "app://sandpit/..%2fmain",
  "app://sandpit/%252e%252e/main",
  "app://sandpit/..\\main",
  "app://sandpit/%5c..%5cmain",
  "app://sandpit/index.html%00.js",
  "app://sandpit/index.html\0",
  "app://sandpit//etc/passwd",
  "app://sandpit/assets//a.js",
  "app://sandpit/assets/",
  "app://sandpit/C:/Windows/win.ini",
  "app://sandpit/C:%5cWindows",
  "app://sandpit/.env",
  "app://sandpit/assets/.hidden",
  "app://sandpit/…",
  "app://sandpit/a b",
  "app://sandpit/\nindex.html",
  "app://other/index.html",
  "app://sandpit.example/index.html",
  "app://sandpit:80/index.html",
  "app://user@sandpit/index.html",
  "app:sandpit/index.html",
  "file:///etc/passwd",
  "https://sandpit/index.html",
  "/etc/passwd",
  "",
];

describe("path of an asset", () => {
  it.each([
    ["app://sandpit", "index.html"],
    ["app://sandpit/", "index.html"],
    ["app://sandpit/index.html?v=1#top", "index.html"],
    ["app://sandpit/assets/index-D_3-x.js", "assets/index-D_3-x.js"],
    ["app://sandpit/assets/inter..woff2", "assets/inter..woff2"],
  ])("%s is %s", (url, path) => {
    expect(toAssetPath(url)?.join("/")).toBe(path);
  });
  it.each(ESCAPES)("%j is refused", (url) => {
    expect(toAssetPath(url)).toBeNull();
  });
});

describe("asset server", () => {
  let outside: string;
  let folder: string;
  let serve: ReturnType<typeof createAssetServer>;
  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), "sandpit-assets-"));
    folder = join(outside, "renderer");
    await mkdir(join(folder, "assets"), { recursive: true });
    await mkdir(join(outside, "renderer-secret"));
    await writeFile(join(outside, "secret.txt"), "secret");
    await writeFile(join(outside, "renderer-secret", "a.txt"), "secret");
    await writeFile(join(folder, "index.html"), "<!doctype html>");
    await writeFile(join(folder, "assets", "a.js"), "export {};");
    await symlink(join(outside, "secret.txt"), join(folder, "link.txt"));
    await symlink(join(outside, "renderer-secret"), join(folder, "linked"));
    await symlink(join(folder, "assets", "a.js"), join(folder, "inside.js"));
    serve = createAssetServer({ toAssetPath, folder, headers: securityHeaders() });
  });
  afterAll(() => rm(outside, { recursive: true, force: true }));

  const get = (path: string, method = "GET") => serve({ url: `app://sandpit${path}`, method });

  it.each([
    ["/", "<!doctype html>", "text/html; charset=utf-8"],
    ["/assets/a.js", "export {};", "text/javascript; charset=utf-8"],
    ["/inside.js", "export {};", "text/javascript; charset=utf-8"],
  ])("serves %s", async (path, body, contentType) => {
    const answer = await get(path);
    expect([answer.status, String(answer.body), answer.headers["content-type"]]).toEqual([200, body, contentType]);
    expect(await get(path, "HEAD")).toEqual({ ...answer, body: Buffer.alloc(0) });
  });

  it.each([
    ["/missing.js", 404],
    ["/assets", 404],
    ["/link.txt", 404],
    ["/linked/a.txt", 404],
    ["/..%2fsecret.txt", 400],
  ])("answers %s with %i and no secret", async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(String(answer.body)).not.toContain("secret");
  });

  it("answers no other method", async () => {
    expect((await get("/", "POST")).status).toBe(405);
  });

  it.each(["/", "/missing.js", "/..%2fsecret"])("protects the response to %s", async (path) => {
    expect((await get(path)).headers).toMatchObject(securityHeaders());
  });

  it("says once that the page has asked for all that it begins with", async () => {
    await writeFile(join(folder, "index.html"), '<script src="./assets/a.js"></script><link href="./assets/gone.css">');
    const onBegun = vi.fn();
    const anew = createAssetServer({ toAssetPath, folder, headers: {}, onBegun });
    const asked = async (path: string) => {
      await anew({ url: `app://sandpit${path}`, method: "GET" });
      return onBegun.mock.calls.length;
    };
    const paths = ["/", "/inside.js", "/assets/a.js", "/assets/a.js", "/assets/gone.css", "/", "/assets/a.js"];
    const calls: number[] = [];
    for (const path of paths) calls.push(await asked(path));
    expect(calls).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });
});

describe("security headers", () => {
  it("allow the page nothing that is not its own", () => {
    expect(securityHeaders()["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });
  it("let the development server in during development only", () => {
    expect(securityHeaders("http://127.0.0.1:5173")["content-security-policy"]).toContain("ws://127.0.0.1:5173");
    expect(securityHeaders(null)["content-security-policy"]).not.toContain("127.0.0.1");
  });
});
