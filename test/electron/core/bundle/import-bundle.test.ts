import { open } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadImages } from "../../../../electron/core/bundle/import-bundle.ts";
import type { Engine } from "../../../../electron/core/engine/engine.ts";
import { check, makeBundle } from "./make-bundle.ts";

/** An engine that has nothing, and must be sent nothing. */
const toEngine = (change: Partial<Engine>): Engine =>
  ({
    architecture: async () => "amd64",
    inspectImage: async () => null,
    facts: async () => ({ rootFolder: null }),
    loadImages: async () => {
      throw new Error("Something was loaded.");
    },
    ...change,
  }) as unknown as Engine;

async function load(engine: Engine, bytes?: number): Promise<unknown> {
  const path = await makeBundle();
  const file = await open(path, "r");
  onTestFinished(() => file.close());
  const bundle = await check(path);
  if (bytes !== undefined) bundle.manifest.archiveBytes = bytes;
  return loadImages({ engine, file, bundle, signal: new AbortController().signal, onProgress: () => {} });
}

describe("a bundle that is in order is refused before anything is loaded", () => {
  test("where the engine runs on other processors", async () => {
    await expect(load(toEngine({ architecture: async () => "arm64" }))).rejects.toMatchObject({
      message: expect.stringMatching(/for amd64 processors, and this engine runs on arm64/),
      details: { reason: "architecture" },
    });
  });

  test("where the engine's disk has no room for it", async () => {
    const engine = toEngine({ facts: async () => ({ rootFolder: "/" }) as never });
    await expect(load(engine, 2 ** 52)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^The engine needs .* TB to load this bundle, and its disk has .*\. Free some space/,
      ),
      details: { reason: "space" },
    });
  });
});

describe("a bundle that the engine made something else of", () => {
  test("is not used, and gives no image its name", async () => {
    const engine = toEngine({
      inspectImage: async () => null,
      loadImages: async (archive) => {
        for await (const _ of archive) {
          // read to its end, and lost
        }
      },
      tagImage: async () => {
        throw new Error("A name was given.");
      },
    });
    await expect(load(engine)).rejects.toThrow("None of them is used");
  });

  test("that changed since it was examined is not sent on", async () => {
    const path = await makeBundle();
    const file = await open(path, "r+");
    onTestFinished(() => file.close());
    const bundle = await check(path);
    await file.write(Buffer.from([0xff]), 0, 1, 540);
    const sent: unknown[] = [];
    const engine = toEngine({
      async loadImages(archive) {
        for await (const piece of archive) sent.push(piece);
      },
    });
    const loading = loadImages({ engine, file, bundle, signal: new AbortController().signal, onProgress: () => {} });
    await expect(loading).rejects.toThrow("has changed since it was examined");
    expect(sent).toEqual([]);
  });
});
