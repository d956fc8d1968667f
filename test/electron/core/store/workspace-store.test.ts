import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Workspace } from "#shared/workspace.ts";
import { createWorkspaceStore } from "../../../../electron/core/store/workspace-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-workspace-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const workspace = (content: string): Workspace => ({
  version: 1,
  drafts: [{ id: "a", name: "main.py", language: "python", content, file: null, cursor: 0 }],
  activeId: "a",
});

describe("workspace store", () => {
  it("has nothing at the very first start", async () => {
    expect(await createWorkspaceStore({ folder }).load()).toEqual({ workspace: null, notice: null });
  });

  it("gives back what was saved, in a folder that it makes itself", async () => {
    const home = join(folder, "not", "yet");
    await createWorkspaceStore({ folder: home }).save(workspace("print('ä😀')"));
    expect(await createWorkspaceStore({ folder: home }).load()).toEqual({
      workspace: workspace("print('ä😀')"),
      notice: null,
    });
  });

  it("keeps the last of many saves made at once", async () => {
    const store = createWorkspaceStore({ folder });
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.save(workspace(`${index}`))));
    expect((await store.load()).workspace).toEqual(workspace("49"));
    expect((await readdir(folder)).sort()).toEqual(["workspace.json", "workspace.previous.json"]);
  });

  it("falls back to the copy before a damaged one, which it sets aside", async () => {
    const store = createWorkspaceStore({ folder });
    await store.save(workspace("good"));
    await store.save(workspace("newer"));
    await writeFile(join(folder, "workspace.json"), '{"version":1,"drafts":[{"id"');

    const { workspace: loaded, notice } = await createWorkspaceStore({ folder }).load();
    expect(loaded).toEqual(workspace("good"));
    const aside = (await readdir(folder)).find((name) => name.startsWith("workspace.damaged-"));
    expect(aside).toBeDefined();
    expect(notice).toContain(aside);
    expect(await readFile(join(folder, `${aside}`), "utf8")).toBe('{"version":1,"drafts":[{"id"');
  });

  it("starts afresh where both copies are damaged, and keeps both", async () => {
    await writeFile(join(folder, "workspace.json"), "");
    await writeFile(join(folder, "workspace.previous.json"), "{}");
    const { workspace: loaded, notice } = await createWorkspaceStore({ folder }).load();
    expect(loaded).toBeNull();
    expect(notice).toContain("starts afresh");
    const aside = (await readdir(folder)).filter((name) => name.includes(".damaged-"));
    const contents = await Promise.all(aside.map((name) => readFile(join(folder, name), "utf8")));
    expect(contents.sort()).toEqual(["", "{}"]);
  });

  it("opens the predecessor after a kill between the two steps of a save, and removes the half-written copy", async () => {
    const store = createWorkspaceStore({ folder });
    await store.save(workspace("before"));
    await store.save(workspace("after"));
    await rm(join(folder, "workspace.json"));
    await writeFile(join(folder, "workspace.json.123456"), '{"version"');
    expect(await createWorkspaceStore({ folder }).load()).toEqual({ workspace: workspace("before"), notice: null });
    expect(await readdir(folder)).toEqual(["workspace.previous.json"]);
  });

  it("tells the caller when a save fails, and saves again afterwards", async () => {
    await writeFile(join(folder, "blocked"), "a file where the folder should be");
    const store = createWorkspaceStore({ folder: join(folder, "blocked") });
    await expect(store.save(workspace("lost?"))).rejects.toThrow();
    await rm(join(folder, "blocked"));
    await store.save(workspace("kept"));
    expect((await store.load()).workspace).toEqual(workspace("kept"));
  });
});
