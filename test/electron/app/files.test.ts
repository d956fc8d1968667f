import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileRef, OpenedFile } from "#shared/workspace.ts";
import { createFileCommands } from "../../../electron/app/files/file-commands.ts";
import { createFileRegister, type FileRegister } from "../../../electron/app/files/file-register.ts";
import { createFileStore, type FileStore } from "../../../electron/app/files/file-store.ts";
import { createFileWatch } from "../../../electron/app/files/file-watch.ts";

let root: string;
let home: string;
let recentShown: FileRef[];
let register: FileRegister;
let store: FileStore;
const faults: unknown[] = [];

async function restart(): Promise<void> {
  await register.settled();
  start();
}

function start(): void {
  const log = (line: string, error?: unknown): void => void faults.push([line, error]);
  register = createFileRegister({
    folder: home,
    homedir: root,
    log,
    onRecentChanged: (recent) => (recentShown = recent),
  });
  store = createFileStore({ register });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sandpit-files-"));
  home = join(root, "home");
  recentShown = [];
  faults.length = 0;
  start();
});
afterEach(async () => {
  await register.settled();
  expect(faults).toEqual([]);
  await rm(root, { recursive: true, force: true });
});

const write = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(root, name);
  await writeFile(path, content);
  return path;
};

describe("opening", () => {
  it("gives out a handle and no path", async () => {
    const path = await write("a.py", "print('ä😀')\n");
    const file = await store.openPath(path);
    expect(file).toMatchObject({ name: "a.py", displayPath: join("~", "a.py"), content: "print('ä😀')\n" });
    expect(JSON.stringify(file)).not.toContain(root);
    expect(file.handle).toMatch(/^[\w-]{24}$/);
  });

  it("gives the same handle for the same file, also after a restart", async () => {
    const path = await write("a.py", "1\n");
    const { handle, version } = await store.openPath(path);
    expect((await store.openPath(path)).handle).toBe(handle);
    await restart();
    expect(await store.openHandle(handle)).toMatchObject({ handle, version, content: "1\n" });
  });

  it("knows no handle that it did not give out", async () => {
    await expect(store.openHandle("../../etc/passwd")).rejects.toMatchObject({ code: "not_found" });
    await expect(store.save("x", "", "y")).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    ["a zero byte", Uint8Array.of(112, 0, 112), "not a text file"],
    ["invalid UTF-8", Uint8Array.of(0xff, 0xfe, 0x41), "not a text file"],
    ["Latin-1", Uint8Array.of(0x61, 0xe4, 0x61), "not a text file"],
    ["more than 1 MB", new Uint8Array(1024 * 1024 + 1).fill(97), "larger than 1 MB"],
  ])("refuses %s", async (_name, bytes, message) => {
    const path = await write("a.py", bytes);
    await expect(store.openPath(path)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(message),
    });
  });

  it("opens exactly 1 MB", async () => {
    const path = await write("a.py", new Uint8Array(1024 * 1024).fill(97));
    expect((await store.openPath(path)).content.length).toBe(1024 * 1024);
  });

  it("refuses a folder, a missing file and a device", async () => {
    await mkdir(join(root, "folder"));
    await expect(store.openPath(join(root, "folder"))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(store.openPath(join(root, "missing.py"))).rejects.toMatchObject({ code: "not_found" });
    if (process.platform !== "win32") {
      await expect(store.openPath("/dev/zero")).rejects.toMatchObject({ code: "invalid_input" });
    }
  });
});

describe("saving", () => {
  it("writes and answers the new version", async () => {
    const path = await write("a.py", "1\n");
    const { handle, version } = await store.openPath(path);
    const saved = await store.save(handle, "2\n", version);
    expect(saved).toMatchObject({ saved: true });
    expect(await readFile(path, "utf8")).toBe("2\n");
    expect((await store.openPath(path)).version).toBe(saved.saved && saved.version);
    expect(await readdir(root)).toEqual(["a.py", "home"]);
  });

  it("keeps the byte order mark, the line ends and the permissions of the file", async () => {
    const path = await write("a.py", "\uFEFF1\r\n2\r\n");
    await chmod(path, 0o750);
    const { handle, version, content } = await store.openPath(path);
    expect(content).toBe("1\n2\n");
    await store.save(handle, "1\n2\n3\n", version);
    expect(await readFile(path, "utf8")).toBe("\uFEFF1\r\n2\r\n3\r\n");
    const { mode } = await import("node:fs/promises").then(({ stat }) => stat(path));
    if (process.platform !== "win32") expect(mode & 0o777).toBe(0o750);
  });

  it("keeps them under another name, also after a restart, and of a text that never had a file", async () => {
    const { handle, content } = await store.openPath(await write("a.py", "\uFEFF1\r\n2\r\n"));
    const target = join(root, "b.py");
    await store.saveAs(target, content, handle);
    expect(await readFile(target, "utf8")).toBe("\uFEFF1\r\n2\r\n");
    await restart();
    await store.saveAs(target, "3\n", handle);
    expect(await readFile(target, "utf8")).toBe("\uFEFF3\r\n");
    await store.saveAs(target, "4\r\n");
    expect(await readFile(target, "utf8")).toBe("4\r\n");
    await store.saveAs(target, "5\n", "a handle that nobody knows");
    expect(await readFile(target, "utf8")).toBe("5\n");
  });

  it.each([
    ["1\r\n2\n3\n", "1\n2\n3\n"],
    ["1\r\n2\r\n3\n", "1\r\n2\r\n3\r\n"],
    ["1\r\n2\n", "1\n2\n"],
  ])("makes mixed line ends what most of them are: %j", async (before, after) => {
    const path = await write("a.py", before);
    const { handle, version, content } = await store.openPath(path);
    await store.save(handle, content, version);
    expect(await readFile(path, "utf8")).toBe(after);
  });

  it("keeps a symbolic link a link", async () => {
    await write("target.py", "1\n");
    await symlink(join(root, "target.py"), join(root, "link.py"));
    const { handle, version } = await store.openPath(join(root, "link.py"));
    await store.save(handle, "2\n", version);
    expect(await readFile(join(root, "target.py"), "utf8")).toBe("2\n");
  });

  it("does not overwrite what another program wrote, until told to", async () => {
    const path = await write("a.py", "1\n");
    const { handle, version } = await store.openPath(path);
    await write("a.py", "theirs\n");
    const refused = await store.save(handle, "mine\n", version);
    expect(refused).toMatchObject({ saved: false, onDisk: { handle, content: "theirs\n" } });
    expect(await readFile(path, "utf8")).toBe("theirs\n");
    if (refused.saved) throw new Error("It was overwritten.");
    expect(await store.save(handle, "mine\n", refused.onDisk.version)).toMatchObject({ saved: true });
    expect(await readFile(path, "utf8")).toBe("mine\n");
  });

  it("is not put off by a file that was merely touched", async () => {
    const path = await write("a.py", "1\n");
    const { handle, version } = await store.openPath(path);
    await utimes(path, new Date(0), new Date(0));
    expect(await store.save(handle, "2\n", version)).toMatchObject({ saved: true });
  });

  it("brings back a file that was deleted, but not its folder", async () => {
    await mkdir(join(root, "folder"));
    const path = await write(join("folder", "a.py"), "1\n");
    const { handle, version } = await store.openPath(path);
    await rm(path);
    expect(await store.save(handle, "2\n", version)).toMatchObject({ saved: true });
    expect(await readFile(path, "utf8")).toBe("2\n");
    await rm(join(root, "folder"), { recursive: true });
    await expect(store.save(handle, "3\n", version)).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses more than it could open again", async () => {
    const { handle, version } = await store.openPath(await write("a.py", "1\n"));
    await expect(store.save(handle, "ä".repeat(600_000), version)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("lets only the first of two saves of one version through", async () => {
    const { handle, version } = await store.openPath(await write("a.py", "1\n"));
    const [first, second] = await Promise.all([store.save(handle, "2\n", version), store.save(handle, "3\n", version)]);
    expect([first.saved, second.saved]).toEqual([true, false]);
  });
});

describe("watching", () => {
  const watching = async (handle: string, act: () => Promise<unknown>): Promise<OpenedFile | null> => {
    const log = (line: string, error?: unknown): void => void faults.push([line, error]);
    let watch: ReturnType<typeof createFileWatch> | undefined;
    const change = new Promise<OpenedFile | null>((resolve) => {
      watch = createFileWatch({ look: store.look, changed: (_handle, onDisk) => resolve(onDisk), log, everyMs: 10 });
    });
    watch?.watch([handle]);
    await act();
    const onDisk = await change;
    watch?.stop();
    return onDisk;
  };

  it("sees a file that is written in place", async () => {
    const { handle } = await store.openPath(await write("a.py", "1\n"));
    expect(await watching(handle, () => write("a.py", "2\n"))).toMatchObject({ handle, content: "2\n" });
  });

  it("sees a file that is replaced, as editors do", async () => {
    const path = await write("a.py", "1\n");
    const { handle } = await store.openPath(path);
    const onDisk = await watching(handle, async () => rename(await write("a.py.new", "2\n"), path));
    expect(onDisk).toMatchObject({ handle, content: "2\n" });
  });

  it("sees that a file is gone, and that it is back", async () => {
    const path = await write("a.py", "1\n");
    const { handle } = await store.openPath(path);
    expect(await watching(handle, () => rm(path))).toBeNull();
    expect(await watching(handle, () => write("a.py", "1\n"))).toMatchObject({ content: "1\n" });
  });

  it("says what is on disk of a file that was not opened since the start", async () => {
    const { handle } = await store.openPath(await write("a.py", "1\n"));
    await restart();
    expect(await watching(handle, async () => {})).toMatchObject({ handle, content: "1\n" });
  });

  it("is silent about the application's own writing", async () => {
    const { handle, version } = await store.openPath(await write("a.py", "1\n"));
    await store.save(handle, "2\n", version);
    expect(await store.look(handle)).toBeNull();
    expect(await store.look(handle)).toBeNull();
  });

  it("takes an empty file for real only when it stays empty", async () => {
    const { handle } = await store.openPath(await write("a.py", "1\n"));
    await write("a.py", "");
    expect(await store.look(handle)).toBeNull();
    expect(await store.look(handle)).toMatchObject({ onDisk: { content: "" } });
  });

  it("is silent about a file that became something else than text", async () => {
    const { handle } = await store.openPath(await write("a.py", "1\n"));
    await write("a.py", Uint8Array.of(0xff, 0xff));
    expect(await store.look(handle)).toBeNull();
    expect(await store.look(handle)).toBeNull();
  });
});

describe("commands", () => {
  const create = (chosen: string[], target: string | null = null) => {
    const problems: string[] = [];
    const { handlers, openPaths } = createFileCommands({
      store,
      register,
      watch: createFileWatch({ look: store.look, changed: () => {}, log: () => {} }),
      dialogs: {
        chooseFiles: async () => chosen,
        chooseTarget: async (name) => target && join(target, name),
        showProblems: (messages) => problems.push(...messages),
      },
      log: () => {},
    });
    return { handlers, openPaths, problems };
  };

  it("open what can be opened and tell of the rest", async () => {
    const good = await write("a.py", "1\n");
    const { handlers, problems } = create([good, await write("b.py", Uint8Array.of(0)), join(root, "missing.py")]);
    const { files } = await handlers["files.open"]({});
    expect(files.map(({ name }) => name)).toEqual(["a.py"]);
    expect(problems).toEqual([expect.stringContaining("b.py"), expect.stringContaining("missing.py")]);
  });

  it("save where the user says, under a name without a folder", async () => {
    const { handlers } = create([], root);
    const { file } = await handlers["files.saveAs"]({ name: "../../etc/c:ron\0.py", content: "1\n" });
    expect(file).toMatchObject({ name: "cron.py", content: "1\n" });
    expect(await readFile(join(root, "cron.py"), "utf8")).toBe("1\n");
    expect(await create([]).handlers["files.saveAs"]({ name: "a.py", content: "" })).toEqual({ file: null });
  });

  it("keep the ten most recent files, newest first, and forget one that is gone", async () => {
    for (let index = 0; index < 12; index++) await store.openPath(await write(`${index}.py`, `${index}\n`));
    const { handlers } = create([]);
    expect((await handlers["files.recent"]({})).map(({ name }) => name)).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((index) => `${index}.py`),
    );
    await rm(join(root, "11.py"));
    const gone = `${recentShown[0]?.handle}`;
    await expect(handlers["files.openRecent"]({ handle: gone })).rejects.toMatchObject({ code: "not_found" });
    expect(recentShown.map(({ name }) => name)).not.toContain("11.py");
    await handlers["files.clearRecent"]({});
    expect(await handlers["files.recent"]({})).toEqual([]);
  });
});
