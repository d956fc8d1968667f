import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CommandInput, CommandName } from "#shared/contract.ts";
import type { Failure } from "#shared/errors.ts";
import { LANGUAGES } from "#shared/languages.ts";
import { readSamples } from "../../../../electron/core/bundle/sample-files.ts";
import { generateKeys, parsePublicKey, toSigner } from "../../../../electron/core/bundle/signing.ts";
import { type Core, createCore } from "../../../../electron/core/core.ts";
import { makeBundle, makeImage, toManifestImage, toTar } from "./make-bundle.ts";

// A real core without an engine: what is refused here is refused before one is asked for.
let home: string;
let core: Core;
const keys = generateKeys();
const policy = () => join(home, "policy.json");

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-bundles-"));
  core = await createCore({
    ...{ home, poolSize: 0, policyPaths: [policy()], env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } },
    dockerfiles: join(import.meta.dirname, "../../../../dockerfiles"),
  });
});
afterAll(async () => {
  await core.close();
  await rm(home, { recursive: true, force: true });
});

const dispatch = <N extends CommandName>(name: N, input: CommandInput<N>) =>
  core.dispatch(name, input, { source: "window", mayRunLocally: () => false });
async function refuse(name: CommandName, input: unknown): Promise<Failure> {
  const reply = await dispatch(name, input as never);
  if (reply.ok) throw new Error(`${name} was not refused`);
  return reply.error;
}
const toPlace = (path: string) => core.bundles.place("read", path);
const importing = (path: string, more: object = {}) => refuse("bundle.import", { place: toPlace(path), ...more });

describe("whose bundles are imported", () => {
  test("nobody's where a signature is required", async () => {
    const path = await makeBundle();
    expect(await importing(path, { requireSignature: true })).toMatchObject({
      message: expect.stringContaining("Nobody has signed this bundle"),
    });
    // Without, the next thing that is missing is the engine.
    expect((await importing(path)).code).toBe("docker_unavailable");
  });

  test("somebody's once their key is trusted, and not any more once it is forgotten", async () => {
    const path = await makeBundle({ signer: toSigner(keys.privatePem) });
    expect(await importing(path)).toMatchObject({ code: "unauthorized", details: { fingerprint: keys.fingerprint } });
    await core.bundles.trust(parsePublicKey(keys.publicPem));
    expect((await importing(path)).code).toBe("docker_unavailable");
    expect(await dispatch("bundle.keys", {})).toMatchObject({ value: [{ fingerprint: keys.fingerprint }] });
    await dispatch("bundle.forgetKey", { fingerprint: keys.fingerprint });
    expect((await importing(path)).code).toBe("unauthorized");
  });

  test("those of the policy's keys alone, at once", async () => {
    const [unsigned, signed] = [await makeBundle(), await makeBundle({ signer: toSigner(keys.privatePem) })];
    await core.bundles.trust(parsePublicKey(keys.publicPem));
    const named = generateKeys();
    const rules = { version: 1, by: "Room 12", requireSignedBundles: true, trustedKeys: [named.publicPem] };
    await writeFile(policy(), JSON.stringify(rules));
    expect(await importing(unsigned)).toMatchObject({
      code: "policy_forbids",
      message: expect.stringContaining("Only signed bundles"),
    });
    expect(await importing(signed)).toMatchObject({
      code: "policy_forbids",
      message: expect.stringContaining("a key that the policy of this computer does not name"),
    });
    const allowed = await makeBundle({ signer: toSigner(named.privatePem) });
    expect((await importing(allowed)).code).toBe("docker_unavailable");
    await writeFile(policy(), "{");
    expect((await importing(allowed)).code).toBe("policy_forbids");
    await rm(policy());
  });
});

describe("a place", () => {
  test("is good for what it was named for, and for nothing else", async () => {
    const path = await makeBundle();
    const place = toPlace(path);
    expect(await refuse("bundle.export", { place })).toMatchObject({ code: "docker_unavailable" });
    expect((await refuse("bundle.inspect", { place: core.bundles.place("write", path) })).code).toBe("not_found");
    expect((await refuse("bundle.inspect", { place: path })).code).toBe("not_found");
    expect((await dispatch("bundle.inspect", { place })).ok).toBe(true);
  });

  test("of a file that is gone, or of a folder, is refused in words", async () => {
    expect((await refuse("bundle.inspect", { place: toPlace(join(home, "gone")) })).message).toContain(
      "is not there any more",
    );
    expect((await refuse("bundle.inspect", { place: toPlace(home) })).message).toMatch(/cannot be read/);
  });
});

describe("a program that shall go along", () => {
  const languages = LANGUAGES;
  test.each([
    ["notes.pdf", "no program in one of its languages"],
    ["a task.py", "its name has other characters"],
    ["gone.py", "is not there any more"],
  ])("is refused where it cannot: %s", async (name, why) => {
    if (name !== "gone.py") await writeFile(join(home, name), "x");
    await expect(readSamples([join(home, name)], languages)).rejects.toThrow(why);
  });

  test("is read for the language of its extension", async () => {
    await writeFile(join(home, "task.ts"), "let x = 1;");
    const [sample] = await readSamples([join(home, "task.ts")], languages);
    expect(sample).toEqual({ kind: "sample", id: "typescript", name: "task.ts", content: Buffer.from("let x = 1;") });
  });
});

describe("the languages of a bundle", () => {
  const image = makeImage({ tag: "sandpit-language-shout:latest" });
  const folder = { tag: "sandpit-language-shout:latest", folder: "shout", languages: ["shout"] };
  const definition = {
    ...{ id: "shout", label: "Shout", extensions: [".shout"], entry: "main.shout", command: ["sh", "{entry}"] },
    sample: "sample.txt",
  };
  const make = async (files: Record<string, string>, list = [{ id: "shout", label: "Shout", isBuiltIn: false }]) =>
    makeBundle({
      archive: await toTar(image.members),
      images: [toManifestImage(image, folder)],
      languages: list,
      texts: Object.entries(files).map(([name, content]) => ({
        ...{ path: `languages/shout/${name}`, content: Buffer.from(content) },
      })),
    });
  const good = {
    Dockerfile: "FROM debian\nUSER 10001:10001\n",
    "language.json": JSON.stringify(definition),
    "sample.txt": "echo hello\n",
  };
  const inspect = async (path: string) => dispatch("bundle.inspect", { place: toPlace(path) });

  test("come with their folders", async () => {
    expect(await inspect(await make(good))).toMatchObject({ ok: true, value: { languages: [{ id: "shout" }] } });
  });

  test.each([
    ["a folder without its definition", { ...good, "language.json": undefined }, /no language\.json/],
    ["a definition that is none", { ...good, "language.json": "{}" }, /the folder of shout is broken/],
    [
      "the definition of another",
      { ...good, "language.json": JSON.stringify({ ...definition, id: "other" }) },
      /shout/,
    ],
    [
      "a folder that takes a built-in language's place",
      { ...good, "language.json": JSON.stringify({ ...definition, id: "python" }) },
      /shout/,
    ],
    ["a Dockerfile of the administrator", { ...good, Dockerfile: "FROM debian\n" }, /administrator/],
  ])("are refused: %s", async (_, files, why) => {
    const given = Object.fromEntries(Object.entries(files).filter(([, text]) => text !== undefined)) as Record<
      string,
      string
    >;
    const { message, details } = await refuse("bundle.inspect", { place: toPlace(await make(given)) });
    expect(message).toMatch(why);
    expect(details).toEqual({ reason: "forbidden_entry" });
  });

  test("are refused where an image belongs to none of them, or a folder to none that is listed", async () => {
    const builtIn = [{ id: "python", label: "Python 3.11", isBuiltIn: true }];
    const stray = await refuse("bundle.inspect", { place: toPlace(await make(good, builtIn)) });
    expect(stray.message).toContain("it brings files for shout");
    const other = await refuse("bundle.inspect", { place: toPlace(await make({}, builtIn)) });
    expect(other.message).toContain("is the image of none of its languages");
  });
});
