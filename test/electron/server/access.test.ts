import { describe, expect, it } from "vitest";
import { type RequestFacts, refuseForeign, toBearer } from "../../../electron/server/access.ts";

const OWN: RequestFacts = {
  ...{ method: "GET", target: "/api/v1/health", hosts: ["127.0.0.1:4000"] },
  ...{ origin: undefined, fetchSite: undefined, fetchMode: undefined },
};
const refuse = (change: Partial<RequestFacts>, port = 4000) => refuseForeign({ ...OWN, ...change }, port);

describe("a request", () => {
  it.each<[string, Partial<RequestFacts>]>([
    ["from a script", {}],
    ["to localhost", { hosts: ["localhost:4000"] }],
    ["to LOCALHOST", { hosts: ["LOCALHOST:4000"] }],
    ["to ::1", { hosts: ["[::1]:4000"] }],
    ["from our own page", { method: "POST", origin: "http://127.0.0.1:4000", fetchSite: "same-origin" }],
    ["of somebody who typed the address", { fetchSite: "none", fetchMode: "navigate" }],
    ["for the question", { target: "/consent/1", fetchSite: "cross-site", fetchMode: "navigate" }],
  ])("%s is let on", (_, change) => {
    expect(refuse(change)).toBeNull();
  });

  it.each<[string, Partial<RequestFacts>, number]>([
    ["under a name that leads here (DNS rebinding)", { hosts: ["evil.example:4000"] }, 403],
    ["under our name, another's domain", { hosts: ["localhost.evil.example:4000"] }, 403],
    ["under 127.0.0.1.nip.io", { hosts: ["127.0.0.1.nip.io:4000"] }, 403],
    ["for another port", { hosts: ["127.0.0.1:4001"] }, 403],
    ["for no port", { hosts: ["127.0.0.1"] }, 403],
    ["for another loopback address", { hosts: ["127.0.0.2:4000"] }, 403],
    ["for 0.0.0.0", { hosts: ["0.0.0.0:4000"] }, 403],
    ["with a user before the host", { hosts: ["a@127.0.0.1:4000"] }, 403],
    ["with no host", { hosts: [] }, 403],
    ["with two hosts", { hosts: ["127.0.0.1:4000", "evil.example"] }, 403],
    ["from another website", { origin: "https://evil.example" }, 403],
    ["from a sandboxed frame or a file", { origin: "null" }, 403],
    ["from another port of this machine", { origin: "http://127.0.0.1:4001" }, 403],
    ["from our other name", { origin: "http://localhost:4000" }, 403],
    ["from https", { origin: "https://127.0.0.1:4000" }, 403],
    ["from an image on another website", { fetchSite: "cross-site", fetchMode: "no-cors" }, 403],
    ["from another port, as a browser says", { fetchSite: "same-site" }, 403],
    ["from a link on another website", { fetchSite: "cross-site", fetchMode: "navigate" }, 403],
    ["for the question, by a script", { target: "/consent/1", fetchSite: "cross-site", fetchMode: "cors" }, 403],
    [
      "that answers the question from elsewhere",
      { method: "POST", target: "/consent/1", fetchSite: "cross-site" },
      403,
    ],
    ["to a proxy", { target: "http://evil.example/" }, 400],
    ["with two slashes", { target: "//evil.example/" }, 400],
    ["with a backslash", { target: "/\\\\evil.example" }, 400],
    ["with a star", { target: "*" }, 400],
  ])("%s is refused", (_, change, status) => {
    expect(refuse(change)).toMatchObject({ status, reason: expect.any(String), message: expect.stringMatching(/\.$/) });
  });

  it("may leave HTTP's own port out", () => {
    expect(refuse({ hosts: ["localhost"], origin: "http://localhost" }, 80)).toBeNull();
    expect(refuse({ hosts: ["localhost:80"] }, 80)).toBeNull();
  });
});

describe("Authorization", () => {
  it.each([
    ["Bearer abc-_123", "abc-_123"],
    ["bearer  abc=", "abc="],
  ])("%j names a token", (header, token) => {
    expect(toBearer(header)).toEqual({ token });
  });
  it.each([undefined, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a\u00e4", "abc"])(
    "%j names none",
    (header) => {
      expect(toBearer(header)).toHaveProperty("missing");
    },
  );
});
