import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { PART_BYTES } from "../../../../electron/core/bundle/bundle-format.ts";
import { generateKeys, toSigner } from "../../../../electron/core/bundle/signing.ts";
import {
  check,
  type Member,
  makeArchive,
  makeBundle,
  makeFile,
  makeImage,
  PYTHON_TAG,
  refusalOf,
  toManifestImage,
  toTar,
} from "./make-bundle.ts";

const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");
const signer = () => toSigner(generateKeys().privatePem);

describe("a bundle that is as it was written", () => {
  test("is read whole, with who signed it", async () => {
    const own = signer();
    const texts = [{ path: "samples/python/main.py", content: Buffer.from("print()\n") }];
    const bundle = await check(await makeBundle({ signer: own, texts }));
    expect(bundle.publicKey).toBe(own.publicKey);
    expect(bundle.images).toMatchObject([{ tag: PYTHON_TAG, ids: [makeImage().id] }]);
    expect(bundle.texts).toMatchObject([{ kind: "sample", id: "python", name: "main.py" }]);
  });

  test("may be larger than a part", async () => {
    const image = makeImage({ layer: "x".repeat(2 * PART_BYTES) });
    const path = await makeBundle({ archive: await toTar(image.members), images: [toManifestImage(image)] });
    expect((await check(path)).manifest.files).toHaveLength(3);
  });
});

describe("a bundle of which one byte was changed", () => {
  test.each(["signed", "unsigned"])(
    "is refused, whichever byte it is: %s",
    async (kind) => {
      const path = await makeBundle(kind === "signed" ? { signer: signer() } : {});
      const bytes = await readFile(path);
      const file = await open(path, "r+");
      for (const [index, byte] of bytes.entries()) {
        await file.write(Buffer.from([byte ^ (1 << (index % 8))]), 0, 1, index);
        const { reason } = await refusalOf(path);
        if (reason === null) throw new Error(`Byte ${index} was changed, and nobody noticed.`);
        await file.write(Buffer.from([byte]), 0, 1, index);
      }
      await file.close();
      expect(await refusalOf(path)).toMatchObject({ reason: null });
    },
    120_000,
  );

  test("is refused wherever it was cut", async () => {
    const bytes = await readFile(await makeBundle());
    for (let length = 0; length < bytes.length; length += 101) {
      const { reason } = await refusalOf(await makeFile(bytes.subarray(0, length)));
      expect(reason, `cut at ${length}`).toBe(length < 512 ? "not_a_bundle" : "truncated");
    }
    expect((await refusalOf(await makeFile(Buffer.concat([bytes, Buffer.alloc(512)])))).reason).toBe("damaged");
  });
});

describe("a manifest that was changed", () => {
  const parts = async () => {
    const bytes = await readFile(await makeBundle({ signer: signer() }));
    const at = (name: string) => bytes.indexOf(name) + 512;
    const part = bytes.subarray(512, 512 + Number.parseInt(bytes.toString("latin1", 124, 135), 8));
    const manifest = bytes.subarray(at("manifest.json"), bytes.indexOf("\0", at("manifest.json")));
    const sealAt = bytes.lastIndexOf("seal.json") + 512;
    const seal = JSON.parse(bytes.toString("utf8", sealAt, bytes.indexOf("\0", sealAt))) as Record<string, string>;
    return { part, manifest, seal };
  };
  const build = async (manifest: Buffer, seal: object) => {
    const { part } = await parts();
    return makeArchive([
      { path: "images/part-00001.gz", content: part },
      { path: "manifest.json", content: manifest },
      { path: "seal.json", content: Buffer.from(`${JSON.stringify(seal, null, 1)}\n`) },
    ]);
  };
  const changed = (manifest: Buffer) => Buffer.from(manifest.toString("utf8").replace('"0.1.0"', '"6.6.6"'));

  test("is noticed by its own sum, and with a new sum by the signature", async () => {
    const { manifest, seal } = await parts();
    expect(await refusalOf(await build(manifest, seal))).toMatchObject({ reason: null });
    const other = changed(manifest);
    expect((await refusalOf(await build(other, seal))).reason).toBe("manifest_changed");
    expect((await refusalOf(await build(other, { ...seal, sha256: sha256(other) }))).reason).toBe("wrong_signature");
  });

  test("and signed with another key has that key, and no other may be put in its place", async () => {
    const { manifest, seal } = await parts();
    const other = signer();
    const resigned = { ...seal, publicKey: other.publicKey, signature: other.sign(manifest) };
    expect((await check(await build(manifest, resigned))).publicKey).toBe(other.publicKey);
    const mixed = { ...seal, signature: other.sign(manifest) };
    expect((await refusalOf(await build(manifest, mixed))).reason).toBe("wrong_signature");
    const stripped = { ...seal, signature: null };
    expect((await refusalOf(await build(manifest, stripped))).reason).toBe("damaged");
  });

  test.each([
    ["of a later version", { version: 2 as never }, "newer"],
    ["with a field that is not known", { extra: true } as never, "manifest_changed"],
    ["with a date that is none", { createdAt: "yesterday" }, "manifest_changed"],
    ["without languages", { languages: [] }, "manifest_changed"],
    ["that names other bytes", { archiveBytes: 1 }, "damaged"],
    ["without its files", { files: [] }, "forbidden_entry"],
    [
      "with an image more",
      { images: [toManifestImage(makeImage()), toManifestImage(makeImage(), { tag: "other:latest" })] },
      "images_differ",
    ],
    [
      "with another architecture",
      { images: [toManifestImage(makeImage(), { architecture: "arm64" })] },
      "images_differ",
    ],
    [
      "with another id",
      { images: [toManifestImage(makeImage(), { id: `sha256:${"0".repeat(64)}` })] },
      "images_differ",
    ],
    [
      "with other layers",
      { images: [toManifestImage(makeImage(), { layers: [`sha256:${"0".repeat(64)}`] })] },
      "images_differ",
    ],
  ])("%s is refused", async (_, change, reason) => {
    expect((await refusalOf(await makeBundle({ change: (manifest) => ({ ...manifest, ...change }) }))).reason).toBe(
      reason,
    );
  });
});

describe("a file that does not belong into a bundle", () => {
  const text = (path: string) => ({ path, content: Buffer.from("x") });
  test.each([
    "../escape",
    "languages/../../escape",
    "/etc/passwd",
    "languages/lua/../x",
    "languages/Lua/Dockerfile",
    "languages/lua/.hidden",
    "samples/python",
    "images/part-1.gz",
    "images/other",
  ])("is refused with all of it: %s", async (path) => {
    const { reason, message } = await refusalOf(await makeBundle({ texts: [text(path)] }));
    expect(reason).toBe("forbidden_entry");
    expect(message).toContain("nothing of it is used");
  });

  test.each([
    ["twice", ["samples/python/main.py", "samples/python/main.py"]],
    ["out of order", ["samples/python/main.py", "languages/lua/Dockerfile"]],
    ["a part that is missing", ["images/part-00003.gz"]],
  ])("is refused: %s", async (_, paths) => {
    expect((await refusalOf(await makeBundle({ texts: paths.map(text) }))).reason).toBe("forbidden_entry");
  });

  test("is refused where it is larger than it may be, before it is read", async () => {
    const large = { path: "samples/python/main.py", content: Buffer.alloc(300_000) };
    expect(await refusalOf(await makeBundle({ texts: [large] }))).toMatchObject({
      reason: "forbidden_entry",
      message: expect.stringContaining("too large"),
    });
  });

  test("is refused where a link, a folder or a device stands in its place", async () => {
    for (const type of ["symlink", "link", "directory", "fifo"] as const) {
      const tar = await toTar([{ name: "samples/python/main.py", type, linkname: "/etc/passwd" }]);
      expect((await refusalOf(await makeFile(tar))).reason).toBe("not_a_bundle");
    }
  });

  test("a part that unpacks to more than a part holds is refused", async () => {
    const bomb = gzipSync(Buffer.alloc(PART_BYTES + 1));
    const path = await makeArchive([{ path: "images/part-00001.gz", content: bomb }]);
    expect((await refusalOf(path)).reason).toBe("damaged");
  });
});

describe("images that are not what their ids say", () => {
  const without = (name: RegExp, members: readonly Member[]) => members.filter((member) => !name.test(member.name));
  const own = makeImage();
  const layer = own.members.find(({ name }) => name.endsWith("layer.tar")) as Member;
  const config = own.members.find(({ name }) => /^[0-9a-f]{64}\.json$/.test(name)) as Member;
  const cases: [string, Member[]][] = [
    ["another layer", [...without(/layer\.tar$/, own.members), { ...layer, content: "another" }]],
    ["another configuration", [...without(/^[0-9a-f]{64}\.json$/, own.members), { ...config, content: "{}" }]],
    ["no list", without(/^manifest\.json$/, own.members)],
    ["no layer", without(/layer\.tar$/, own.members)],
    ["a name that leads elsewhere", [...own.members, { name: "../../etc/cron.d/x", content: "x" }]],
    [
      "a link that leads elsewhere",
      [...own.members, { name: "x/layer.tar", type: "symlink", linkname: "/etc/passwd" }],
    ],
    ["a hard link", [...own.members, { name: "x", type: "link", linkname: "/etc/passwd" }]],
    ["a file twice", [...own.members, layer]],
    ["an image that is not listed", makeImage({ tag: "debian:latest" }).members],
    [
      "an index that names something else",
      [
        ...own.members,
        { name: "index.json", content: JSON.stringify({ manifests: [{ digest: `sha256:${"1".repeat(64)}` }] }) },
      ],
    ],
  ];
  test.each(cases)("are refused: %s", async (_, members) => {
    const { reason, message } = await refusalOf(await makeBundle({ archive: await toTar(members) }));
    expect(reason).toBe("images_differ");
    expect(message).toContain("Nothing was loaded");
  });

  test("are refused where they would run as the administrator", async () => {
    const image = makeImage({ user: "root" });
    const path = await makeBundle({ archive: await toTar(image.members), images: [toManifestImage(image)] });
    expect((await refusalOf(path)).message).toContain("as the administrator");
  });

  test("may be in the form of newer engines, and then have the ids of that form too", async () => {
    const layerTar = "a layer";
    const diffId = `sha256:${sha256(layerTar)}`;
    const configText = JSON.stringify({
      architecture: "amd64",
      config: { User: "10001" },
      rootfs: { diff_ids: [diffId] },
    });
    const manifestText = JSON.stringify({
      ...{ config: { digest: `sha256:${sha256(configText)}` }, layers: [{ digest: diffId }] },
    });
    const digest = `sha256:${sha256(manifestText)}`;
    const blob = (content: string) => ({ name: `blobs/sha256/${sha256(content)}`, content });
    const name = { "io.containerd.image.name": `docker.io/library/${PYTHON_TAG}` };
    const members = [
      ...[blob(layerTar), blob(configText), blob(manifestText)],
      { name: "index.json", content: JSON.stringify({ manifests: [{ digest, annotations: name }] }) },
      {
        name: "manifest.json",
        content: JSON.stringify([
          { Config: blob(configText).name, RepoTags: [PYTHON_TAG], Layers: [blob(layerTar).name] },
        ]),
      },
    ];
    const image = { id: digest, layers: [diffId], members };
    const path = await makeBundle({ archive: await toTar(members), images: [toManifestImage(image)] });
    expect((await check(path)).images[0]?.ids).toEqual([`sha256:${sha256(configText)}`, digest]);
    const renamed = members.map((member) =>
      member.name === "index.json"
        ? { ...member, content: member.content.replace(PYTHON_TAG, "debian:latest") }
        : member,
    );
    const refused = await makeBundle({ archive: await toTar(renamed), images: [toManifestImage(image)] });
    expect((await refusalOf(refused)).message).toContain("another name");
  });
});
