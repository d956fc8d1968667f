import { createHash } from "node:crypto";
import { once } from "node:events";
import { extract, type Header } from "tar-stream";
import * as z from "zod";
import { SandpitError } from "#shared/errors.ts";
import { bundleRefusal } from "./bundle-fault.ts";

/** An image as an engine's archive holds it, known by what it is made of and not by what the archive says of it. */
export interface ArchivedImage {
  /** The ids that an engine may give it: the sum of its configuration, or of a manifest that names it. */
  ids: string[];
  /** Without the registry that an engine may put before them. */
  tags: string[];
  layers: string[];
  architecture: string;
  user: string;
}

/** Reads an engine's archive of images as it passes by. */
export interface ArchiveReader {
  write(bytes: Buffer): Promise<void>;
  /** All images in it. @throws SandpitError where they are not what their ids say. */
  end(): Promise<ArchivedImage[]>;
  destroy(): void;
}

const MAX_ENTRIES = 5_000;
/** Configurations and manifests; layers are larger, and none of them is kept. */
const MAX_KEPT_BYTES = 1024 * 1024;
const MAX_KEPT_TOTAL_BYTES = 32 * 1024 * 1024;
const NAME = /^(?:[A-Za-z0-9_][A-Za-z0-9._-]*\/)*[A-Za-z0-9_][A-Za-z0-9._-]*\/?$/;
/** Docker before 25 stores a layer that two images share once, and links to it. */
const LINK = /^\.\.\/([0-9a-f]{64})\/layer\.tar$/;

interface Member {
  sha256: string;
  bytes: number;
  isCompressed: boolean;
  content: Buffer | null;
  link: string | null;
}

const manifestSchema = z.array(
  z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullable(), Layers: z.array(z.string()) }),
);
const configSchema = z.object({
  architecture: z.string(),
  config: z.object({ User: z.string().optional() }).optional(),
  rootfs: z.object({ diff_ids: z.array(z.string()) }),
});
const descriptorSchema = z.object({
  digest: z.string(),
  annotations: z.record(z.string(), z.string()).optional(),
});
const indexSchema = z.object({ manifests: z.array(descriptorSchema) });
const ociManifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });

const unclear = (why: string, cause?: unknown) =>
  bundleRefusal(
    "images_differ",
    `The images in this bundle are not what they should be: ${why}. Nothing was loaded.`,
    cause,
  );

/** Starts to read an archive; see `ArchiveReader`. */
export function readImageArchive(): ArchiveReader {
  const tar = extract();
  const members = new Map<string, Member>();
  let kept = 0;

  const readMember = async (header: Header, body: AsyncIterable<Buffer>): Promise<Member> => {
    const hash = createHash("sha256");
    let content: Buffer[] | null = (header.size ?? 0) <= MAX_KEPT_BYTES ? [] : null;
    let bytes = 0;
    let start = Buffer.alloc(0);
    for await (const chunk of body) {
      if (start.length < 2) start = Buffer.concat([start, chunk.subarray(0, 2)]);
      hash.update(chunk);
      bytes += chunk.length;
      if (content) kept += chunk.length;
      if (kept > MAX_KEPT_TOTAL_BYTES) content = null;
      content?.push(chunk);
    }
    return {
      sha256: hash.digest("hex"),
      bytes,
      isCompressed: start[0] === 0x1f || start[0] === 0x28,
      content: content && Buffer.concat(content),
      link: null,
    };
  };

  const readAll = async (): Promise<void> => {
    for await (const entry of tar) {
      const { header } = entry;
      const { name, type, linkname } = header;
      if (!NAME.test(name)) throw unclear("they hold a file whose name leads elsewhere");
      if (members.has(name) || members.size >= MAX_ENTRIES) throw unclear("they hold a file twice, or too many files");
      if (type === "symlink") {
        const target = LINK.exec(linkname ?? "")?.[1];
        if (!target || !/^[0-9a-f]{64}\/layer\.tar$/.test(name)) throw unclear("they hold a link that leads elsewhere");
        members.set(name, {
          ...{ sha256: "", bytes: 0, isCompressed: false, content: null, link: `${target}/layer.tar` },
        });
        entry.resume();
      } else if (type === "directory") entry.resume();
      else if (type === "file") members.set(name, await readMember(header, entry as AsyncIterable<Buffer>));
      else throw unclear("they hold something that is neither a file nor a folder");
    }
  };

  const reading = readAll().catch((error: unknown) => {
    tar.destroy();
    throw error instanceof SandpitError ? error : unclear("their archive is malformed", error);
  });
  reading.catch(() => {});
  return {
    async write(bytes) {
      if (!tar.write(bytes)) await Promise.race([once(tar, "drain"), reading]);
    },
    async end() {
      tar.end(Buffer.alloc(0));
      await reading;
      return toImages(members);
    },
    destroy: () => tar.destroy(),
  };
}

/** The names under which people know an image: Podman puts a registry before them. */
export const toPlainTag = (tag: string): string => tag.replace(/^(?:docker\.io\/library|localhost)\//, "");

function toImages(members: ReadonlyMap<string, Member>): ArchivedImage[] {
  const json = <S extends z.ZodType>(name: string, schema: S): z.output<S> => {
    const content = members.get(name)?.content;
    if (!content) throw unclear(`${name} is missing`);
    try {
      return schema.parse(JSON.parse(content.toString("utf8")));
    } catch (error) {
      throw unclear(`${name} is not understood`, error);
    }
  };
  // Whatever is named by a sum must have that sum.
  for (const [name, { sha256 }] of members) {
    const named = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/.exec(name)?.[1];
    if (named && named !== sha256) throw unclear(`${name.slice(0, 30)}… has another sum than its name says`);
  }
  const images = json("manifest.json", manifestSchema).map(({ Config, RepoTags, Layers }) => {
    const named = /([0-9a-f]{64})(?:\.json)?$/.exec(Config)?.[1];
    const config = json(Config, configSchema);
    if (!named || members.get(Config)?.sha256 !== named) throw unclear("an image is not the one that its id names");
    const { diff_ids: layers } = config.rootfs;
    if (layers.length !== Layers.length) throw unclear("an image has other layers than its id names");
    for (const [index, path] of Layers.entries()) {
      const first = members.get(path);
      const layer = first?.link ? members.get(first.link) : first;
      // What is compressed has another sum; its name is one, which was compared, and the engine compares the rest.
      const isRight = layer && (layer.isCompressed || `sha256:${layer.sha256}` === layers[index]);
      if (!isRight) throw unclear("an image has other layers than its id names");
    }
    return {
      ids: [`sha256:${named}`],
      tags: (RepoTags ?? []).map(toPlainTag),
      layers,
      architecture: config.architecture,
      user: config.config?.User ?? "",
    };
  });
  if (members.has("index.json")) addIndex(images, members, json);
  return images;
}

/** Newer engines read `index.json` instead: it must not name anything else, and gives images further ids. */
function addIndex(
  images: ArchivedImage[],
  members: ReadonlyMap<string, Member>,
  json: <S extends z.ZodType>(name: string, schema: S) => z.output<S>,
): void {
  const blob = (digest: string) => `blobs/sha256/${digest.replace(/^sha256:/, "")}`;
  const visit = (digest: string, above: string[], depth: number): void => {
    const path = blob(digest);
    // An index may name images for other machines, which are not in the archive.
    if (!members.has(path)) return;
    const content = json(path, z.union([indexSchema, ociManifestSchema]));
    if ("manifests" in content) {
      if (depth > 2) throw unclear("their index is nested too deeply");
      for (const inner of content.manifests) visit(inner.digest, [...above, digest], depth + 1);
      return;
    }
    const image = images.find(({ ids }) => ids[0] === content.config.digest);
    if (image) image.ids.push(digest, ...above);
  };
  for (const { digest, annotations = {} } of json("index.json", indexSchema).manifests) {
    visit(digest, [], 0);
    const name = annotations["io.containerd.image.name"];
    const image = images.find(({ ids }) => ids.includes(digest));
    if (!image) throw unclear("their index names an image that is not listed");
    if (name && !image.tags.includes(toPlainTag(name))) throw unclear("their index gives an image another name");
  }
}
