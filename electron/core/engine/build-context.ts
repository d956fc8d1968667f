import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pack } from "tar-stream";

/** What an image is built from. */
export interface BuildContext {
  /** SHA-256 over names and contents: changes when, and only when, the image would be built from something else. */
  digest: string;
  /** The files as a tar archive. */
  tar: Buffer;
}

/** Reads the folder of a Dockerfile. Line ends are made Unix ones, as a checkout on Windows may have changed them. */
export async function readBuildContext(folder: string): Promise<BuildContext> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const files = await Promise.all(
    names
      .sort()
      .map(async (name) => ({ name, content: (await readFile(join(folder, name), "utf8")).replaceAll("\r\n", "\n") })),
  );
  const hash = createHash("sha256");
  for (const { name, content } of files) hash.update(`${name}\0${Buffer.byteLength(content)}\0`).update(content);
  const tar = pack();
  // A fixed time, so that the engine's build cache recognises an unchanged file.
  for (const { name, content } of files) tar.entry({ name, mtime: new Date(0), mode: 0o644 }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return { digest: hash.digest("hex"), tar: Buffer.concat(chunks) };
}
