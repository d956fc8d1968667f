import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import type Docker from "dockerode";
import { pack } from "tar-stream";

const CREATED = "2020-01-01T00:00:00Z";

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Gives the engine an image that says it was made years ago, under this tag and with this image's labels. There is
 * nothing in it. Answers its id.
 */
export async function loadOldImage(docker: Docker, tag: string): Promise<string> {
  const { Config, Architecture } = await docker.getImage(tag).inspect();
  const layer = Buffer.alloc(1024); // An empty archive.
  const config = JSON.stringify({
    ...{ architecture: Architecture, os: "linux", created: CREATED },
    config: { User: Config.User, Labels: Config.Labels, Cmd: ["python3"] },
    rootfs: { type: "layers", diff_ids: [`sha256:${sha256(layer)}`] },
    history: [{ created: CREATED, created_by: "COPY / /" }],
  });
  const id = sha256(config);
  const archive = pack();
  archive.entry({ name: `${id}.json` }, config);
  archive.entry({ name: "layer.tar" }, layer);
  archive.entry(
    { name: "manifest.json" },
    JSON.stringify([{ Config: `${id}.json`, RepoTags: [tag], Layers: ["layer.tar"] }]),
  );
  archive.finalize();
  await text(await docker.loadImage(Readable.from([await buffer(archive)])));
  return `sha256:${id}`;
}

/** Has a home folder believe that this image is the one that was built there for the tag. */
export async function recordAs(home: string, tag: string, id: string): Promise<void> {
  const path = join(home, "images.json");
  const records: [string, object][] = Object.entries(JSON.parse(await readFile(path, "utf8")));
  const changed = records.map(([key, record]) => [key, key.endsWith(` ${tag}`) ? { ...record, id } : record]);
  await writeFile(path, JSON.stringify(Object.fromEntries(changed)));
}
