import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { HttpStatus } from "#shared/http-api.ts";
import type { Settings } from "#shared/settings.ts";
import { createHttpHost, type HttpHost } from "../../../electron/app/http-host.ts";
import { type Core, createCore } from "../../../electron/core/core.ts";
import { openSettingsStore, type SettingsStore } from "../../../electron/core/settings/settings-store.ts";
import { dockerfiles, NOWHERE } from "../server/open-server.ts";

interface Opened {
  host: HttpHost;
  core: Core;
  settings: SettingsStore;
  told: HttpStatus[];
  close(): Promise<void>;
}
let opened: Opened;
afterEach(() => opened.close());

async function open(values: Partial<Settings>, policy?: object): Promise<Opened> {
  const home = await mkdtemp(join(tmpdir(), "sandpit-http-host-"));
  const path = join(home, "policy.json");
  if (policy) await writeFile(path, JSON.stringify(policy));
  const settings = await openSettingsStore({ folder: home, policyPaths: [path] });
  if (Object.keys(values).length > 0) await settings.set(values);
  const core = await createCore({ home, dockerfiles, env: NOWHERE, poolSize: 0, settings });
  const told: HttpStatus[] = [];
  const host = createHttpHost({
    ...{ core: async () => core, settings, home, version: "1.2.3", log: () => {} },
    onChanged: (status) => told.push(status),
  });
  opened = {
    ...{ host, core, settings, told },
    async close() {
      await host.close();
      await core.close();
      await rm(home, { recursive: true, force: true });
    },
  };
  return opened;
}

const languages = (address: string | null, token: string) =>
  fetch(`${address}/api/v1/languages`, { headers: { authorization: `Bearer ${token}` } });

describe("the API beside the window", () => {
  test("is off by default, and nothing listens", async () => {
    const { host } = await open({});
    expect(await host.status()).toEqual({ state: "off", address: null, isHealthy: false, message: null });
    expect(() => host.docsUrl()).toThrow(/is off/);
  });

  test("comes and goes with its setting, at once", async () => {
    const { host, settings, told } = await open({ "http.port": 0 });
    await settings.set({ "http.window": true });
    const { state, address, isHealthy, message } = await host.status();
    expect({ state, isHealthy, message }).toEqual({ state: "on", isHealthy: true, message: null });
    expect((await languages(address, await host.token())).status).toBe(200);
    expect(host.docsUrl()).toBe(`${address}/api/v1/docs`);
    await settings.set({ "http.window": false });
    expect(await host.status()).toMatchObject({ state: "off" });
    await expect(fetch(`${address}/api/v1/health`)).rejects.toThrow();
    expect(told.map((status) => status.state)).toEqual(["on", "off"]);
  });

  test("has nothing to do with the setting of the command line", async () => {
    const { host } = await open({ "http.port": 0, "http.window": true, "http.enabled": false });
    const { address } = await host.status();
    expect((await languages(address, await host.token())).status).toBe(200);
  });

  test("opens nothing to a token that was revoked", async () => {
    const { host, core } = await open({ "http.port": 0, "http.window": true });
    const { address } = await host.status();
    const before = await host.token();
    const after = await host.revokeToken();
    expect((await languages(address, before)).status).toBe(401);
    expect((await languages(address, after)).status).toBe(200);
    const trail = await core.dispatch("audit.export", {}, { source: "window", mayRunLocally: () => false });
    expect(JSON.stringify(trail)).toContain("token.replaced");
  });

  test("takes another port where its own is taken, and says so", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((listening) => other.once("listening", listening));
    const taken = (other.address() as { port: number }).port;
    const { host } = await open({ "http.port": taken, "http.window": true });
    const status = await host.status();
    expect(status).toMatchObject({ state: "on", isHealthy: true });
    expect(status.message).toContain(`Port ${taken} is in use by another program`);
    expect(status.address).not.toContain(`:${taken}`);
    other.close();
  });

  test("moves to another port when the setting does", async () => {
    const { host, settings } = await open({ "http.port": 0, "http.window": true });
    const { address } = await host.status();
    const port = Number(new URL(address ?? "").port);
    await settings.set({ "http.port": port === 65_535 ? 65_534 : port + 1 });
    expect((await host.status()).address).not.toBe(address);
    await expect(fetch(`${address}/api/v1/health`)).rejects.toThrow();
  });

  test("never runs anything without isolation, whatever the settings say", async () => {
    const { host } = await open({ "http.port": 0, "http.window": true, backendPolicy: "local" });
    const { address } = await host.status();
    const answer = await fetch(`${address}/api/v1/code/execute`, {
      method: "POST",
      headers: { authorization: `Bearer ${await host.token()}`, "content-type": "application/json" },
      body: '{"code":"print(1)","language":"python"}',
    });
    expect(answer.ok).toBe(false);
    expect(await answer.json()).toMatchObject({ ok: false, error: { code: expect.stringMatching(/docker|policy/) } });
  });

  test("is off where a policy says so, and cannot be switched on", async () => {
    const policy = { version: 1, by: "Computer room 12", forbidHttp: true };
    const { host, settings } = await open({}, policy);
    await expect(settings.set({ "http.window": true })).rejects.toThrow(/Computer room 12/);
    expect(await host.status()).toMatchObject({ state: "off", message: expect.stringContaining("Computer room 12") });
  });
});
