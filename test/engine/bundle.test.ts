import { spawn } from "node:child_process";
import { copyFile, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type { BundleProgress } from "#shared/bundle.ts";
import type { Failure } from "#shared/errors.ts";
import { writeKeyFiles } from "../../electron/core/bundle/key-files.ts";
import { parsePublicKey } from "../../electron/core/bundle/signing.ts";
import type { Engine } from "../../electron/core/engine/engine.ts";
import { openEngine } from "./foreign-container.ts";
import { type FreshEngine, freshEngineProblem, startFreshEngine } from "./fresh-engine.ts";
import { openReadyCore, openTestCore, type TestCore } from "./test-core.ts";

const problem = inject("noEngine") ?? freshEngineProblem();
if (problem !== null) {
  if (/\bengine\b/.test(process.env.SANDPIT_TEST_REQUIRE ?? ""))
    throw new Error(`A second engine is required: ${problem}`);
  console.warn(`\nSkipping the tests of bundles on a second engine: ${problem}\n`);
}
// A gigabyte goes through the engine, and through the disk, several times.
vi.setConfig({ testTimeout: 240_000 });
const bundleTest = test.skipIf(problem !== null);

let folder: string;
let file: string;
let key: Awaited<ReturnType<typeof writeKeyFiles>>;
let fresh: FreshEngine;
let engine: Engine;
let exporter: TestCore;
let importer: TestCore;

const toWrite = ({ core }: TestCore, path: string) => core.bundles.place("write", path);
const toRead = ({ core }: TestCore, path: string) => core.bundles.place("read", path);
const toKey = ({ core }: TestCore, path: string) => core.bundles.place("key", path);
const refuse = (path: string): Promise<Failure> => importer.refusal("bundle.import", { place: toRead(importer, path) });

/** A copy of the bundle that can be spoilt. */
async function copyOf(name: string, spoil: (path: string) => Promise<void>): Promise<string> {
  const path = join(folder, name);
  await copyFile(file, path);
  await spoil(path);
  return path;
}

/** Writes bytes over what is there. */
async function overwrite(path: string, offset: number, bytes: Buffer): Promise<void> {
  const handle = await open(path, "r+");
  await handle.write(bytes, 0, bytes.length, offset);
  await handle.close();
}

beforeAll(async () => {
  if (problem !== null) return;
  folder = await mkdtemp(join(tmpdir(), "sandpit-bundle-test-"));
  file = join(folder, "class.sandpit-bundle");
  key = await writeKeyFiles(join(folder, "room.key"));
  exporter = await openReadyCore({ poolSize: 0 });
  const template = await exporter.call("languages.template", { id: "shout" });
  // A base that the engine of the tests has.
  const files = template.files.map(({ name, content }) => ({
    ...{ name, content: content.replace("debian:bookworm-slim", "python:3.11-slim-bookworm") },
  }));
  await exporter.call("languages.add", { id: "shout", files });
  await writeFile(join(folder, "task.py"), "print('solve me')\n");
  const written = await exporter.call("bundle.export", {
    place: toWrite(exporter, file),
    key: toKey(exporter, key.path),
    samples: [toRead(exporter, join(folder, "task.py"))],
  });
  expect(written).toMatchObject({
    languages: ["python", "javascript", "typescript", "shout"],
    fingerprint: key.fingerprint,
  });
  expect((await stat(file)).size).toBe(written.bytes);
  fresh = await startFreshEngine();
  engine = await openEngine(fresh.host);
  importer = await openTestCore({ poolSize: 0, env: { ...process.env, DOCKER_HOST: fresh.host } });
});
afterAll(async () => {
  await importer?.close();
  await exporter?.call("languages.remove", { folder: "shout" });
  await exporter?.close();
  await fresh?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

describe("a bundle for an engine that has nothing", () => {
  bundleTest("is refused while its key is not trusted, and says whose it is", async () => {
    expect(await refuse(file)).toMatchObject({
      code: "unauthorized",
      message: expect.stringContaining("a key that is not trusted here yet"),
      details: { reason: "unknown_key", fingerprint: key.fingerprint },
    });
    expect(await engine.listImages()).toEqual([]);
    await importer.core.bundles.trust(parsePublicKey(await readFile(key.publicPath, "utf8")));
  });

  bundleTest("is refused in every way in which it can be spoilt, each with a sentence of its own", async () => {
    const { size } = await stat(file);
    const middle = Math.floor(size / 2);
    const byte = (await readFile(file)).subarray(middle, middle + 1);
    const flipped = await copyOf("flipped", (path) => overwrite(path, middle, Buffer.from([(byte[0] ?? 0) ^ 1])));
    const cut = await copyOf("cut", (path) => truncate(path, middle));
    const at = (await readFile(file)).lastIndexOf('"sandpit-bundle"');
    const listed = await copyOf("listed", (path) => overwrite(path, at, Buffer.from('"sandpit-bundlf"')));
    const other = await writeKeyFiles(join(folder, "other.key"));
    const resigned = join(folder, "resigned");
    await exporter.call("bundle.export", {
      ...{ place: toWrite(exporter, resigned), key: toKey(exporter, other.path), languages: ["python"] },
    });
    const refusals: Failure[] = [];
    for (const path of [flipped, cut, listed, resigned]) refusals.push(await refuse(path));
    expect(refusals.map(({ details }) => details?.reason)).toEqual([
      ...["damaged", "truncated", "manifest_changed", "unknown_key"],
    ]);
    expect(new Set(refusals.map(({ message }) => message)).size).toBe(4);
    expect(await engine.listImages()).toEqual([]);
    for (const path of [flipped, cut, listed, resigned]) await rm(path);
  });

  bundleTest("survives a process that is killed while it imports, and is then imported", async () => {
    const phases: string[] = [];
    const child = spawn(process.execPath, [join(import.meta.dirname, "import-bundle.ts"), importer.home, file], {
      env: { ...process.env, DOCKER_HOST: fresh.host },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const gone = new Promise((resolve) => child.once("exit", resolve));
    for await (const line of createInterface({ input: child.stdout })) {
      const { phase, doneBytes, totalBytes } = JSON.parse(line) as BundleProgress;
      phases.push(phase);
      if (phase === "sending" && doneBytes > totalBytes / 2) child.kill("SIGKILL");
    }
    await gone;
    expect(child.signalCode).toBe("SIGKILL");
    expect(phases).not.toContain("placing");
    const halfWritten = (await readdir(importer.home, { recursive: true })).filter((name) =>
      /\.part|importing/.test(name),
    );
    expect(halfWritten).toEqual([]);

    const imported = await importer.call("bundle.import", { place: toRead(importer, file) });
    expect(imported).toMatchObject({
      images: [{ state: "loaded" }, { state: "loaded" }, { state: "loaded" }],
      signature: { state: "trusted", fingerprint: key.fingerprint },
    });
    expect(imported.samples).toContainEqual({ language: "python", name: "task.py", content: "print('solve me')\n" });
    const samples = join(importer.home, "samples", "python");
    expect((await readdir(samples)).sort()).toEqual(["main.py", "task.py"]);
  });

  bundleTest("makes every language run there, without anything to build", async () => {
    const images = await importer.call("images.list", {});
    expect(images.map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
    expect(images.map(({ id }) => id)).toEqual((await exporter.call("images.list", {})).map(({ id }) => id));
    for (const [name, program] of [
      ["main.py", "print('hello')"],
      ["main.js", "console.log('hello')"],
      ["main.ts", "const word: string = 'hello';\nconsole.log(word)"],
    ] as const) {
      const result = await importer.run({ files: { [name]: program } });
      expect(result).toMatchObject({ outcome: "completed", isolated: true, stdout: "hello\n" });
    }
    const shouted = await importer.run({ language: "shout", files: { "main.shout": "echo hello" } });
    expect(shouted).toMatchObject({ outcome: "completed", isolated: true, stdout: "hello\n" });
  });

  bundleTest("can be imported again, which disturbs no program and changes nothing", async () => {
    const started = new Promise<void>((resolve) => importer.core.events.on("run.started", () => resolve()));
    const running = importer.run({
      files: { "main.py": "print(input())" },
      id: "meanwhile",
      limits: { wallMs: 240_000 },
    });
    await started;
    const again = await importer.call("bundle.import", { place: toRead(importer, file) });
    expect(again.images.map(({ state }) => state)).toEqual(["present", "present", "present"]);
    await importer.call("run.input", { id: "meanwhile", text: "still here\n", end: true });
    expect(await running).toMatchObject({ outcome: "completed", stdout: "still here\n" });
  });

  bundleTest("leaves nothing where its export is cancelled, and what was there before stays", async () => {
    const path = join(folder, "cancelled.sandpit-bundle");
    await writeFile(path, "before");
    const off = exporter.core.events.on("bundle.progressed", () => void exporter.call("bundle.cancel", {}));
    const refusal = await exporter.refusal("bundle.export", { place: toWrite(exporter, path) });
    off();
    expect(refusal).toMatchObject({ code: "cancelled", message: expect.stringContaining("Nothing was written") });
    expect(await readFile(path, "utf8")).toBe("before");
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});
