import { readFile, stat } from "node:fs/promises";
import { toErrorCode } from "../error-code.ts";
import { isAbsent } from "./file-stamp.ts";
import { type PolicyFile, toPolicyFile } from "./policy.ts";

/** A policy is a page of text; what is larger is none. */
const MAX_POLICY_BYTES = 1024 * 1024;

/** Reads the first policy that is there. One that is there and cannot be read is broken. Never throws. */
export async function readPolicy(paths: readonly string[]): Promise<PolicyFile> {
  for (const path of paths) {
    try {
      const { size } = await stat(path);
      if (size > MAX_POLICY_BYTES) return toPolicyFile(path, { failure: "it is too large" });
      return toPolicyFile(path, { text: await readFile(path, "utf8") });
    } catch (error) {
      if (await isAbsent(path, error)) continue;
      const code = toErrorCode(error);
      return toPolicyFile(path, { failure: code === "ENOENT" ? "it is a link to a file that is not there" : code });
    }
  }
  return toPolicyFile(paths[0] ?? "", { text: null });
}
