import { createHash } from "node:crypto";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EngineStatus } from "#shared/engine.ts";
import { isRemote, toTransport } from "../../../../electron/core/engine/endpoint.ts";
import { listEngineChoices } from "../../../../electron/core/engine/engine-choices.ts";
import { type Attempt, explainProblem, toProblem } from "../../../../electron/core/engine/explain.ts";
import { installationTraces, knownSockets } from "../../../../electron/core/engine/known-sockets.ts";
import { candidateEndpoints, locateEngine } from "../../../../electron/core/engine/locate.ts";

const linux = { platform: "linux" as const, env: { PATH: "" }, home: "/home/ada", uid: 1000 };

describe("an engine's address", () => {
  test.each([
    ["unix:///var/run/docker.sock", { kind: "socket", path: "/var/run/docker.sock" }],
    ["npipe:////./pipe/docker_engine", { kind: "socket", path: "//./pipe/docker_engine" }],
    ["tcp://192.168.1.5", { kind: "tcp", host: "192.168.1.5", port: 2375, tls: null }],
    ["tcp://localhost:1234", { kind: "tcp", host: "localhost", port: 1234, tls: null }],
    ["ssh://lab", { kind: "ssh", host: "lab", port: null, username: null, socketPath: null }],
    ["ssh://ada@lab/", { kind: "ssh", host: "lab", port: null, username: "ada", socketPath: null }],
    ["ssh://ada@lab:22", { kind: "ssh", host: "lab", port: 22, username: "ada", socketPath: null }],
    [
      "ssh://ada@[fe80::1]:2222/run/user/1000/docker.sock",
      { kind: "ssh", host: "fe80::1", port: 2222, username: "ada", socketPath: "/run/user/1000/docker.sock" },
    ],
  ])("%s is understood", (address, transport) => {
    expect(toTransport(address)).toEqual(transport);
  });

  test.each(["docker.sock", "ftp://x", "tcp://", "unix://", "tcp://:::"])(
    "%s is refused with what one looks like",
    (address) => {
      expect(() => toTransport(address)).toThrow(/unix:\/\/\/var\/run\/docker\.sock/);
    },
  );

  test("tells this machine from another", () => {
    const remote = ["ssh://lab", "tcp://10.0.0.2:2375"].map((address) => isRemote(toTransport(address)));
    const near = ["tcp://localhost:1", "tcp://127.0.0.1:1", "unix:///x"].map((address) =>
      isRemote(toTransport(address)),
    );
    expect([remote, near]).toEqual([
      [true, true],
      [false, false, false],
    ]);
  });
});

describe("the places to look", () => {
  test("are DOCKER_HOST alone where it is set", async () => {
    const endpoints = await candidateEndpoints({ ...linux, env: { DOCKER_HOST: "unix:///x.sock" } });
    expect(endpoints.map(({ origin, address }) => [origin, address])).toEqual([["DOCKER_HOST", "unix:///x.sock"]]);
  });

  const withContexts = async (current: string, contexts: Record<string, string>): Promise<string> => {
    const home = await mkdtemp(join(tmpdir(), "sandpit-context-"));
    await mkdir(join(home, ".docker"));
    await writeFile(join(home, ".docker/config.json"), JSON.stringify({ currentContext: current }));
    for (const [Name, Host] of Object.entries(contexts)) {
      const folder = join(home, ".docker/contexts/meta", createHash("sha256").update(Name).digest("hex"));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "meta.json"), JSON.stringify({ Name, Endpoints: { docker: { Host } } }));
    }
    return home;
  };

  test("are a chosen Docker context alone", async () => {
    const home = await withContexts("default", { lab: "ssh://lab", colima: "unix:///c.sock" });
    const address = "context:lab";
    const endpoints = await candidateEndpoints({ ...linux, env: { DOCKER_HOST: "unix:///x.sock" }, home, address });
    expect(endpoints).toMatchObject([{ origin: 'Docker context "lab"', transport: { kind: "ssh", host: "lab" } }]);
    await expect(candidateEndpoints({ ...linux, env: {}, home, address: "context:gone" })).rejects.toThrow(
      'There is no Docker context named "gone" that could be read. There are: colima, lab.',
    );
  });

  test("are a context on another machine alone: nobody means this computer's engine with it", async () => {
    const home = await withContexts("lab", { lab: "ssh://lab" });
    expect(await candidateEndpoints({ ...linux, env: {}, home })).toHaveLength(1);
  });

  test("are DOCKER_CONTEXT before DOCKER_HOST, as Docker has it", async () => {
    const home = await withContexts("default", { lab: "ssh://lab" });
    const env = { DOCKER_CONTEXT: "lab", DOCKER_HOST: "unix:///x.sock" };
    expect(await candidateEndpoints({ ...linux, env, home })).toMatchObject([{ address: "ssh://lab" }]);
    const { status } = await locateEngine({ ...linux, env: { ...env, DOCKER_CONTEXT: "gone" }, home });
    expect(status).toMatchObject({ state: "unavailable", message: expect.stringContaining('named "gone"') });
  });

  test.each([
    ["tcp://lab:2376", {}, true],
    ["https://lab", {}, true],
    ["tcp://lab:2375", {}, false],
    ["tcp://lab:2375", { DOCKER_TLS_VERIFY: "1" }, true],
  ])("speak TLS where that is meant: %s %j", async (address, env, isSecure) => {
    const [endpoint] = await candidateEndpoints({ ...linux, env, address });
    expect(endpoint?.transport).toMatchObject({ kind: "tcp", tls: isSecure ? { folder: "/home/ada/.docker" } : null });
  });

  test("can be listed, with where they are", async () => {
    const home = await withContexts("lab", { lab: "ssh://lab", odd: "fd://x" });
    const status = { state: "unavailable" } as EngineStatus;
    const choices = await listEngineChoices({ ...linux, env: {}, home, platform: "win32" }, status);
    expect(choices.slice(0, 2)).toMatchObject([
      { value: "context:lab", machine: "lab", encryption: "ssh", inUse: false },
      { value: "context:odd", machine: null },
    ]);
  });

  test("begin with the current Docker context", async () => {
    const home = await withContexts("colima", { colima: "unix:///c.sock" });
    const [first, second] = await candidateEndpoints({ ...linux, env: {}, home });
    expect(first).toMatchObject({ origin: 'Docker context "colima"', address: "unix:///c.sock" });
    expect(second?.address).toBe("unix:///var/run/docker.sock");
    const [chosen] = await candidateEndpoints({ ...linux, env: { DOCKER_CONTEXT: "default" }, home });
    expect(chosen?.origin).toBe("Docker");
  });

  test.each([
    [
      "linux" as const,
      [
        "unix:///run/user/1000/docker.sock",
        "unix:///run/user/1000/podman/podman.sock",
        "unix:///home/ada/.rd/docker.sock",
      ],
    ],
    [
      "darwin" as const,
      [
        "unix:///home/ada/.docker/run/docker.sock",
        "unix:///home/ada/.orbstack/run/docker.sock",
        "unix:///home/ada/.colima/default/docker.sock",
      ],
    ],
    ["win32" as const, ["npipe:////./pipe/docker_engine", "npipe:////./pipe/podman-machine-default"]],
  ])("on %s hold the usual engines", (platform, expected) => {
    const addresses = knownSockets({ ...linux, platform }).map(({ address }) => address);
    expect(addresses).toEqual(expect.arrayContaining(expected));
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(installationTraces({ ...linux, platform }).length).toBeGreaterThan(0);
  });
});

describe("without an engine", () => {
  const attempt = (code: string, remote = false): Attempt => ({
    origin: "Docker",
    address: "x",
    remote,
    code,
    detail: code,
  });

  test.each([
    [[attempt("ENOENT")], false, "not_installed"],
    [[attempt("ENOENT")], true, "not_running"],
    [[attempt("ENOENT"), attempt("ECONNREFUSED")], false, "not_running"],
    [[attempt("ECONNREFUSED"), attempt("EACCES")], true, "permission_denied"],
    [[attempt("ETIMEDOUT", true)], true, "unreachable"],
    [[attempt("HTTP")], false, "unusable"],
  ])("the problem is told apart: %#", (attempts, installed, problem) => {
    expect(toProblem(attempts, installed)).toBe(problem);
  });

  test("every problem has words and a remedy on every system", () => {
    for (const problem of ["not_installed", "not_running", "permission_denied", "unreachable", "unusable"] as const) {
      for (const platform of ["linux", "darwin", "win32"] as const) {
        const { message, remedy } = explainProblem(problem, platform, []);
        expect(message).toMatch(/^[A-Z].*\.$/);
        expect(remedy).toMatch(/^[A-Z].*\.$/);
        expect(`${message} ${remedy}`).not.toMatch(platform === "linux" ? /Docker Desktop/ : /systemctl|usermod/);
      }
    }
  });

  test("a socket that is not there is reported with where it was looked for", async () => {
    const { engine, status } = await locateEngine({ ...linux, env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } });
    expect(engine).toBeNull();
    expect(status).toMatchObject({
      state: "unavailable",
      attempts: [{ origin: "DOCKER_HOST", detail: "no socket there" }],
      message:
        "Docker does not answer at unix:///nowhere/docker.sock, where DOCKER_HOST says that it is: no socket there.",
      remedy: expect.stringMatching(/ If it is elsewhere, change or unset DOCKER_HOST, and start Sandpit again\.$/),
    });
  });

  test("a malformed DOCKER_HOST is reported, not thrown", async () => {
    const { status } = await locateEngine({ ...linux, env: { DOCKER_HOST: "nonsense" } });
    expect(status).toMatchObject({
      state: "unavailable",
      attempts: [{ detail: expect.stringContaining("not an engine's address") }],
    });
  });

  test("a server of another kind is not taken for an engine", async () => {
    const server = createServer((_, response) => response.writeHead(404).end("hello")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const { status } = await locateEngine({ ...linux, env: { DOCKER_HOST: `tcp://127.0.0.1:${port}` } });
    expect(status).toMatchObject({ state: "unavailable", problem: "unusable" });
    server.close();
  });
});
