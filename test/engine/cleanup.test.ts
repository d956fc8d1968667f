import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import type { Engine } from "../../electron/core/engine/engine.ts";
import { INSTALLATION_LABEL, OWNER_LABEL } from "../../electron/core/run/sandbox-spec.ts";
import { openEngine } from "./foreign-container.ts";
import { dockerfiles } from "./open-core.ts";
import { engineTest, openReadyCore, openTestCore, type TestCore } from "./test-core.ts";

let engine: Engine;
let core: TestCore;
let folder: string;
const mark = `clean-${process.pid}-${Date.now()}`;
const foreignImages: string[] = [];
const foreignContainers: string[] = [];

/** Builds with the Python Dockerfile, made different in its first stage, so that no step is anybody else's. */
async function buildVariant(variant: string): Promise<string> {
  const path = join(folder, "python", "Dockerfile");
  const original = await readFile(join(dockerfiles, "python", "Dockerfile"), "utf8");
  await writeFile(
    path,
    original.replace("COPY sandpit_receiver.py", `RUN echo ${variant} >/etc/variant\nCOPY sandpit_receiver.py`),
  );
  const [python] = await core.call("images.build", { languages: ["python"] });
  return python?.id ?? "";
}

beforeAll(async () => {
  if (inject("noEngine") !== null) return;
  engine = await openEngine();
  folder = await mkdtemp(join(tmpdir(), "sandpit-dockerfiles-"));
  await cp(dockerfiles, folder, { recursive: true });
  core = await openTestCore({ poolSize: 0, dockerfiles: folder });
});
afterAll(async () => {
  if (!engine) return;
  await Promise.all(foreignContainers.map((id) => engine.remove(id)));
  await Promise.all(foreignImages.map((id) => engine.removeImage(id).catch(() => {})));
  await core.close();
  await rm(folder, { recursive: true, force: true });
  // The tag belongs to the other tests again.
  const last = await openReadyCore({ poolSize: 0 }).catch(() => null);
  await last?.close();
});

describe("a clean-up", () => {
  // Two whole builds, written and removed: a busy disk takes its time.
  engineTest(
    "removes what is left of ours, with what it gives back, and nothing of others",
    { timeout: 240_000 },
    async () => {
      const first = await buildVariant(`${mark}-a`);
      const second = await buildVariant(`${mark}-b`);
      expect(second).not.toBe(first);
      const installation = (await readFile(join(core.home, "installation-id"), "utf8")).trim();

      // Of others: an image without a name, also one with our label, and containers of a dead process of another installation.
      for (const label of ["other", "sandpit.source"])
        foreignImages.push(await buildUnnamed(`${mark}-${label}`, label));
      const create = (labels: Record<string, string>) =>
        engine.createContainer({ Image: second, Cmd: ["sleep", "60"], Labels: labels } as never);
      foreignContainers.push(await create({}));
      foreignContainers.push(await create({ [INSTALLATION_LABEL]: "another", [OWNER_LABEL]: "1-gone" }));
      // Ours: of a process that is gone.
      const orphan = await create({ [INSTALLATION_LABEL]: installation, [OWNER_LABEL]: "1-gone" });

      const preview = await core.call("cleanup.preview", {});
      expect(preview.items).toContainEqual(expect.objectContaining({ kind: "container", id: orphan }));
      const old = preview.items.find(({ id }) => id === first);
      expect(old).toMatchObject({ kind: "image", reason: expect.stringContaining("earlier build") });
      // Its one layer is the whole file system: over a hundred megabytes.
      expect(old?.sizeBytes).toBeGreaterThan(100_000_000);
      expect(preview.items.some(({ kind }) => kind === "build_cache")).toBe(true);
      const ids = preview.items.map(({ id }) => id);
      for (const id of [second, ...foreignImages, ...foreignContainers]) expect(ids).not.toContain(id);
      expect(preview.totalBytes).toBe(preview.items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
      expect(preview.failures).toEqual([]);

      const done = await core.call("cleanup.run", {});
      expect(done.failures).toEqual([]);
      expect(done.items.map(({ id }) => id).sort()).toEqual(ids.sort());
      for (const id of [first, orphan]) {
        expect(await engine.inspectImage(id)).toBeNull();
        expect(await engine.inspectContainer(id)).toBeNull();
      }
      for (const id of [second, ...foreignImages]) expect(await engine.inspectImage(id)).not.toBeNull();
      for (const id of foreignContainers) expect(await engine.inspectContainer(id)).not.toBeNull();
      expect(await core.call("cleanup.preview", {})).toEqual({ items: [], totalBytes: 0, failures: [] });
      expect((await core.run({ files: { "main.py": "print('still there')" } })).stdout).toBe("still there\n");
    },
  );
});

/** An image of somebody else's that lost its name. */
async function buildUnnamed(text: string, label: string): Promise<string> {
  const build = async (content: string) => {
    const tar = pack();
    tar.entry({ name: "Dockerfile" }, `FROM python:3.11-slim-bookworm\nENV TEXT=${content}\nLABEL ${label}=x\n`);
    tar.finalize();
    const context = Buffer.concat(await Readable.from(tar).toArray());
    const signal = new AbortController().signal;
    const tag = `sandpit-test-${text}:latest`;
    return engine.build({ context, tag, labels: {}, noCache: false, signal, onMessage: () => {} });
  };
  const unnamed = await build(text);
  foreignImages.push(await build(`${text}-next`));
  return unnamed;
}
