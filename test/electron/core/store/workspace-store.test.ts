import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
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

const HOUR_AGO = new Date(Date.now() - 3_600_000);

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
    const halfWritten = join(folder, "workspace.json.3123456789");
    await writeFile(halfWritten, '{"version"');
    await utimes(halfWritten, HOUR_AGO, HOUR_AGO);
    expect(await createWorkspaceStore({ folder }).load()).toEqual({ workspace: workspace("before"), notice: null });
    expect(await readdir(folder)).toEqual(["workspace.previous.json"]);
  });

  it("leaves alone what another process is just saving, and copies that somebody has made", async () => {
    const names = ["bak", "1", "20260131", "1769817600", "9999999999", "3123456789.txt", "3123456789"];
    for (const name of names) {
      await writeFile(join(folder, `workspace.json.${name}`), "{}");
      if (name !== "3123456789") await utimes(join(folder, `workspace.json.${name}`), HOUR_AGO, HOUR_AGO);
    }
    await createWorkspaceStore({ folder }).load();
    expect((await readdir(folder)).sort()).toEqual(names.map((name) => `workspace.json.${name}`).sort());
  });

  it("opens the copy before one that cannot be read, which stays until something is saved, and then is kept", async () => {
    const store = createWorkspaceStore({ folder });
    await store.save(workspace("before"));
    await store.save(workspace("unread"));
    await rm(join(folder, "workspace.json"));
    // Nothing but a folder cannot be read by the system's administrator, too.
    await mkdir(join(folder, "workspace.json"));
    await writeFile(join(folder, "workspace.json", "inside"), "precious");

    const again = createWorkspaceStore({ folder });
    const { workspace: loaded, notice } = await again.load();
    expect(loaded).toEqual(workspace("before"));
    expect(notice).toMatch(
      /^The saved workspace cannot be read \(EISDIR\), so the copy before it was opened instead\./,
    );
    expect((await readdir(folder)).sort()).toEqual(["workspace.json", "workspace.previous.json"]);

    for (const content of ["first", "second", "third"]) await again.save(workspace(content));
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(["workspace.json", "workspace.previous.json", expect.stringMatching(/^workspace\.unread-/)]);
    expect(await readFile(join(folder, names[2] ?? "", "inside"), "utf8")).toBe("precious");
    expect(notice).toContain(`It is kept as ${names[2]} before anything else is saved in its place.`);
    expect(await createWorkspaceStore({ folder }).load()).toEqual({ workspace: workspace("third"), notice: null });
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
