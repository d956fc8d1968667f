import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import { toFileFailure } from "./bundle-fault.ts";
import { generateKeys } from "./signing.ts";

export interface KeyFiles {
  /** The secret one, readable by its owner alone. */
  path: string;
  /** The one to hand out. */
  publicPath: string;
  fingerprint: string;
}

/** Makes a key for signing bundles. Never in place of a file that is there: a key that is lost is lost for good. */
export async function writeKeyFiles(path: string): Promise<KeyFiles> {
  const { privatePem, publicPem, fingerprint } = generateKeys();
  const publicPath = `${path}.pub`;
  for (const [target, content, mode] of [
    [path, privatePem, 0o600],
    [publicPath, publicPem, 0o644],
  ] as const) {
    await writeFile(target, content, { flag: "wx", mode }).catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "EEXIST")
        throw new SandpitError("invalid_input", `“${basename(target)}” is there already. Choose another name.`);
      throw toFileFailure(error, basename(target), "write");
    });
  }
  return { path, publicPath, fingerprint };
}
