import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { dockerfiles } from "./open-core.ts";
import { languageTest, openTestCore, type TestCore } from "./test-core.ts";

let core: TestCore;
beforeAll(async () => {
  core = await openTestCore({ poolSize: 0 });
  if (inject("noLanguages") === null) await core.call("languages.add", { id: "lua" });
});
afterAll(() => core?.close());

describe("the list of languages", () => {
  languageTest("does not run without a container, and says so", async () => {
    const failure = await core.refusal("run.start", {
      ...{ id: "local", language: "lua", files: [{ path: "main.lua", content: "" }], backend: "local" },
    });
    expect(failure.code).toMatch(/policy_forbids|language_unavailable/);
    const local = await openTestCore({ home: core.home, backendPolicy: "local", poolSize: 0 });
    const refused = await local.refusal("run.start", {
      ...{ id: "local", language: "lua", files: [{ path: "main.lua", content: "" }] },
    });
    expect(refused).toMatchObject({ code: "language_unavailable" });
    expect(refused.message).toContain("Lua 5.4 runs only in a container");
    await local.core.close();
  });

  languageTest("names a broken folder with its fault, and hides no other", async () => {
    const folder = join(core.home, "languages", "broken");
    await mkdir(folder);
    await writeFile(join(folder, "language.json"), '{ "id": "broken" }');
    await symlink("/etc/passwd", join(folder, "sample.txt"));
    const { broken } = await core.call("languages.catalog", {});
    expect(broken).toHaveLength(1);
    const told = broken[0]?.faults.map(({ file, message }) => `${file}: ${message}`).join("\n");
    expect(told).toContain("sample.txt: A language has only files");
    expect(told).toContain("There is no Dockerfile");
    expect(told).toMatch(/language.json: "label" is missing/);
    expect((await core.call("languages.list", {})).map(({ id }) => id)).toContain("lua");
    await core.call("languages.remove", { folder: "broken" });
    expect((await core.call("languages.catalog", {})).broken).toEqual([]);
  });

  languageTest("changes while it runs: a folder that comes is there, and one that goes is not", async () => {
    const home = await mkdtemp(join(tmpdir(), "sandpit-test-"));
    const other = await openTestCore({ home, watchEngine: true, poolSize: 0 });
    const seen: string[][] = [];
    other.core.events.on("languages.changed", ({ languages }) => seen.push(languages.map(({ id }) => id)));
    await cp(join(dockerfiles, "lua"), join(home, "languages", "lua"), { recursive: true });
    await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toContain("lua");
    await rm(join(home, "languages", "lua"), { recursive: true });
    await expect.poll(() => seen.at(-1), { timeout: 10_000 }).not.toContain("lua");
    await other.close();
    await rm(home, { recursive: true });
  });

  languageTest("keeps nothing of a language whose sample fails", async () => {
    const template = await core.call("languages.template", { id: "mine" });
    const files = template.files.map((file) => (file.name === "sample.txt" ? { ...file, content: "exit 3\n" } : file));
    const failure = await core.refusal("languages.add", { id: "mine", files });
    expect(failure.message).toMatch(/sample did not run: Stopped by an error.*exit code 3/);
    expect((await core.call("images.list", {})).map(({ tag }) => tag)).not.toContain("sandpit-language-mine:latest");
    expect((await readdir(join(core.home, "languages"))).filter((name) => /mine|adding/.test(name))).toEqual([]);
  });

  languageTest("keeps nothing of a language whose image cannot be built, and says at which line", async () => {
    const { files } = await core.call("languages.template", { id: "mine" });
    const wrong = files.map((file) =>
      file.name === "Dockerfile"
        ? { ...file, content: "FROM debian:bookworm-slim\nRUN no-such-program\nUSER 10001\n" }
        : file,
    );
    const failure = await core.refusal("languages.add", { id: "mine", files: wrong });
    expect(failure).toMatchObject({ code: "image_build_failed", details: { line: 2 } });
    expect((await readdir(join(core.home, "languages"))).filter((name) => /mine|adding/.test(name))).toEqual([]);
  });

  languageTest("takes a template as it is, and removes it with its image", async () => {
    const { files } = await core.call("languages.template", { id: "mine" });
    const { language, sample } = await core.call("languages.add", { id: "mine", files });
    expect(sample.stdout).toBe("Hello from Sandpit\n");
    expect((await core.call("images.list", {})).map(({ tag }) => tag)).toContain(language.imageTag);
    await core.call("languages.remove", { folder: "mine" });
    expect((await core.call("images.list", {})).map(({ tag }) => tag)).not.toContain(language.imageTag);
    expect((await core.refusal("languages.remove", { folder: "mine" })).code).toBe("not_found");
    for (const folder of ["../languages", ".", "..", "lua/../lua"])
      expect((await core.refusal("languages.remove", { folder })).code).toBe("not_found");
  });

  languageTest("builds a stranger's files only with the user's leave", async () => {
    const { files } = await core.call("languages.template", { id: "mine" });
    const page = { source: "window" as const, mayRunLocally: () => false };
    expect(await core.core.dispatch("languages.add", { id: "mine", files }, page)).toMatchObject({
      ok: false,
      error: { code: "policy_forbids" },
    });
  });
});
