import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type ServerOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import type { EngineStatus } from "#shared/engine.ts";
import { locateEngine } from "../../../electron/core/engine/locate.ts";
import { createAuthority } from "./certificates.ts";
import { missRemote } from "./miss-remote.ts";
import { type SshEngine, startSshEngine, whyNoSsh } from "./ssh-engine.ts";
import { toClientFolder, whyNoTls } from "./tls-engine.ts";

const noSsh = inject("noEngine") === null ? whyNoSsh() : "There is no engine.";
const noTls = whyNoTls();
missRemote("SSH's faults", noSsh);
missRemote("TLS's faults", noTls);

const look = async (address: string, env: NodeJS.ProcessEnv): Promise<{ status: EngineStatus; lasts: boolean }> => {
  // Without a folder for it, no connection is shared: each fault meets the server by itself.
  const found = await locateEngine({ platform: "linux", env, home: "/nowhere", uid: 0, address });
  return { status: found.status, lasts: found.engine === null && found.lasts };
};

const saying = (detail: RegExp, remedy: RegExp) => ({
  state: "unavailable",
  problem: "unreachable",
  message: expect.stringMatching(detail),
  remedy: expect.stringMatching(remedy),
});

describe("a machine behind SSH that cannot be used says why", () => {
  const sshTest = test.skipIf(noSsh !== null);
  let lab: SshEngine;
  beforeAll(async () => {
    if (noSsh === null) lab = await startSshEngine("unix:///nowhere/docker.sock");
  });
  afterAll(() => lab?.close());
  afterEach(() => lab?.configure({}));

  sshTest.each([
    ["an unknown host key", { knownHosts: "no_hosts" }, /host key is not known/, /compare the fingerprint/],
    ["another host key", { knownHosts: "changed_hosts" }, /pretends to be it/, /Ask whoever runs the machine/],
    ["a key that it does not take", { identity: "other_key" }, /permission denied/, /ssh-copy-id/],
  ])("%s, and is not asked again every second", async (_, change, detail, remedy) => {
    await lab.configure(change);
    const { status, lasts } = await look(lab.address, lab.env);
    expect(status).toMatchObject(saying(detail, remedy));
    expect(lasts).toBe(true);
  });

  sshTest("no engine over there", async () => {
    const { status, lasts } = await look(lab.address, lab.env);
    expect(status).toMatchObject(saying(/Docker does not run over there/, /systemctl start docker/));
    expect(lasts).toBe(false);
  });

  sshTest("no docker command over there", async () => {
    await lab.setRemote({ PATH: "/nowhere" });
    expect((await look(lab.address, lab.env)).status).toMatchObject(
      saying(/no `docker` command over there/, /Install Docker on that machine/),
    );
    await lab.setRemote({});
  });

  sshTest("a machine that is off", async () => {
    await lab.cut();
    const { status, lasts } = await look(lab.address, lab.env);
    expect(status).toMatchObject(saying(/nothing listens there/, /machine is switched on/));
    expect(lasts).toBe(false);
    await lab.restore();
  });

  sshTest("no ssh here", async () => {
    const { status } = await look(lab.address, { PATH: "/nowhere" });
    expect(status).toMatchObject(saying(/no `ssh` command/, /Install OpenSSH/));
  });
});

describe("an engine behind TLS that cannot be trusted, or does not trust us, says why", () => {
  const tlsTest = test.skipIf(noTls !== null);
  let folder: string;
  const servers = new Set<ReturnType<typeof createServer>>();
  const pem = (name: string) => readFile(join(folder, name));

  beforeAll(async () => {
    if (noTls !== null) return;
    folder = await mkdtemp(join(tmpdir(), "sandpit-faults-"));
    const make = createAuthority(folder);
    await make.authority("ca");
    await make.authority("foreign");
    await make.certificate("server", { by: "ca", for: "IP:127.0.0.1" });
    await make.certificate("expired", { by: "ca", for: "IP:127.0.0.1", isExpired: true });
    await make.certificate("elsewhere", { by: "ca", for: "DNS:lab.example" });
    await make.certificate("client", { by: "ca" });
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** Stands before an engine: the fault is had before an engine would be asked anything. */
  const serve = async (name: string, more: ServerOptions = {}): Promise<string> => {
    const tls = { cert: await pem(`${name}.pem`), key: await pem(`${name}-key.pem`), ...more };
    const server = createServer(tls, (_, response) => response.writeHead(500).end()).listen(0, "127.0.0.1");
    servers.add(server);
    await new Promise((listening) => server.once("listening", listening));
    const address = server.address();
    return `tcp://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  };
  const env = async (name: string, files: { ca?: string; client?: string }) => ({
    ...{ PATH: "", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: await toClientFolder(folder, name, files) },
  });

  tlsTest.each([
    ["an authority that is not trusted", "server", { ca: "foreign" }, /does not trust whoever issued/, /ca\.pem/],
    ["an authority that nobody has named", "server", {}, /does not trust whoever issued/, /ca\.pem/],
    ["a certificate that has expired", "expired", { ca: "ca" }, /certificate has expired/, /renew/],
    ["a certificate for another name", "elsewhere", { ca: "ca" }, /another machine's name/, /issue one for this name/],
  ])("%s", async (_, name, files, detail, remedy) => {
    const { status, lasts } = await look(await serve(name), await env(name + JSON.stringify(files).length, files));
    expect(status).toMatchObject(saying(detail, remedy));
    expect(lasts).toBe(true);
  });

  tlsTest("no certificate of ours", async () => {
    const address = await serve("server", { ca: await pem("ca.pem"), requestCert: true, rejectUnauthorized: true });
    const { status } = await look(address, await env("nobody", { ca: "ca" }));
    expect(status).toMatchObject(saying(/does not accept this computer's certificate/, /cert\.pem and key\.pem/));
  });

  tlsTest("a certificate without its key is never left out in silence", async () => {
    const { DOCKER_CERT_PATH } = await env("half", { ca: "ca", client: "client" });
    await rm(join(DOCKER_CERT_PATH, "key.pem"));
    const { status } = await look("tcp://127.0.0.1:2376", { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH });
    expect(status).toMatchObject({ message: expect.stringContaining("no key.pem") });
  });
});
