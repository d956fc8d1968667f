import { describe, expect, it } from "vitest";
import {
  decideNewWindow,
  isTrustedSender,
  mayHavePermission,
  mayNavigate,
  mayRequest,
  type Sender,
  toDevServer,
  toExternalUrl,
} from "../../../electron/app/policy.ts";

const FOREIGN = [
  "",
  "not an address",
  "about:blank",
  "https://sandpit/index.html",
  "http://127.0.0.1:5173/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "blob:app://sandpit/6f1c",
  "view-source:app://sandpit/index.html",
  "app://sandpit.example/index.html",
  "app://sandpit:81/index.html",
  "app://user@sandpit/index.html",
  "app://other/index.html",
  "APP2://sandpit/index.html",
];

describe("navigation", () => {
  it.each(["app://sandpit/index.html", "app://sandpit/index.html#output", "app://sandpit/a/../index.html"])(
    "to %s is allowed",
    (url) => {
      expect(mayNavigate(url)).toBe(true);
    },
  );
  it.each([...FOREIGN, "app://sandpit/", "app://sandpit/assets/a.js", "app://sandpit/index.html?x=1"])(
    "to %j is refused",
    (url) => {
      expect(mayNavigate(url)).toBe(false);
    },
  );
});

describe("new windows", () => {
  it.each(["https://docs.docker.com/get-started/", "https://podman.io/", "https://orbstack.dev/download#mac"])(
    "send %s to the browser",
    (url) => {
      expect(decideNewWindow(url)).toEqual({ action: "deny", openExternally: url });
    },
  );
  it.each([
    ...FOREIGN,
    "app://sandpit/index.html",
    "http://docs.docker.com/",
    "https://docs.docker.com.evil.example/",
    "https://evil.example/?docs.docker.com",
    "https://docs.docker.com@evil.example/",
    "https://user:secret@docs.docker.com/",
    "https://docs.docker.com:8443/",
    "smb://docs.docker.com/share",
    "ms-msdt:/id",
  ])("go nowhere for %j", (url) => {
    expect(decideNewWindow(url)).toEqual({ action: "deny", openExternally: null });
    expect(toExternalUrl(url)).toBeNull();
  });
});

describe("permissions", () => {
  it.each([
    "media",
    "geolocation",
    "notifications",
    "clipboard-read",
    "clipboard-sanitized-write",
    "fullscreen",
    "hid",
    "openExternal",
    "a new one",
  ])("%s is refused", (permission) => {
    expect(mayHavePermission(permission)).toBe(false);
  });
});

describe("requests", () => {
  const dev = "http://127.0.0.1:5173";
  it.each([
    ["app://sandpit/assets/a.js", null, true],
    ["app://other/a.js", null, false],
    ["https://example.com/", null, false],
    ["file:///etc/passwd", null, false],
    ["ws://127.0.0.1:5173/", null, false],
    ["devtools://devtools/bundled/a.js", null, false],
    ["nonsense", null, false],
    ["ws://127.0.0.1:5173/?token=a", dev, true],
    ["http://127.0.0.1:5173/main.tsx", dev, true],
    ["devtools://devtools/bundled/a.js", dev, true],
    ["http://127.0.0.1:5174/", dev, false],
    ["https://127.0.0.1:5173/", dev, false],
  ])("for %s, developing at %s: %s", (url, devServer, allowed) => {
    expect(mayRequest(url, devServer)).toBe(allowed);
  });
});

describe("development server", () => {
  it.each([
    ["http://127.0.0.1:5173/", false, "http://127.0.0.1:5173"],
    ["http://[::1]:5173", false, "http://[::1]:5173"],
    ["http://127.0.0.1:5173/", true, null],
    ["http://192.168.1.2:5173/", false, null],
    ["http://localhost.evil.example/", false, null],
    ["https://127.0.0.1/", false, null],
    ["file:///", false, null],
    ["nonsense", false, null],
    ["", false, null],
    [undefined, false, null],
  ])("%s, packaged: %s, is %s", (address, isPackaged, expected) => {
    expect(toDevServer(address, isPackaged)).toBe(expected);
  });
});

describe("sender of a message", () => {
  const page: Sender = {
    contentsId: 7,
    frame: { isMain: true, origin: "app://sandpit", url: "app://sandpit/index.html" },
  };
  const withFrame = (change: Partial<NonNullable<Sender["frame"]>>): Sender => ({
    ...page,
    frame: { isMain: true, origin: "app://sandpit", url: "app://sandpit/index.html", ...change },
  });

  it("is trusted as the page in the main frame of the window", () => {
    expect(isTrustedSender(page, 7)).toBe(true);
  });
  it.each<[string, Sender, number | null]>([
    ["no window", page, null],
    ["another window", page, 8],
    ["a frame that is gone", { ...page, frame: null }, 7],
    ["a frame in the page", withFrame({ isMain: false }), 7],
    ["a website", withFrame({ origin: "https://example.com", url: "https://example.com/" }), 7],
    ["a file", withFrame({ origin: "file://", url: "file:///index.html" }), 7],
    ["an opaque origin", withFrame({ origin: "null" }), 7],
    ["another host", withFrame({ origin: "app://other", url: "app://other/index.html" }), 7],
    ["another page of ours", withFrame({ url: "app://sandpit/assets/a.svg" }), 7],
  ])("is refused as %s", (_name, sender, windowId) => {
    expect(isTrustedSender(sender, windowId)).toBe(false);
  });
});
