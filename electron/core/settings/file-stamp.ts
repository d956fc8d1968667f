import { lstat, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { toErrorCode } from "../error-code.ts";

/** The stamp of a file that is not there. */
export const ABSENT = "absent";

/** Changes whenever a file or its permissions do, and whenever it comes, goes, or becomes a link that leads nowhere. Never throws. */
export const toStamp = (path: string): Promise<string> =>
  stat(path, { bigint: true }).then(
    ({ mtimeNs, ctimeNs, size, ino }) => `${mtimeNs}-${ctimeNs}-${size}-${ino}`,
    async (error: unknown) => ((await isAbsent(path, error)) ? ABSENT : `unreadable-${toErrorCode(error)}`),
  );

/**
 * Whether `error`, met while `path` was followed, means that nobody has put a file there. A link whose target is missing
 * fails in the same way, but somebody did put it there; the same holds for a link in place of its folder.
 */
export async function isAbsent(path: string, error: unknown): Promise<boolean> {
  if (toErrorCode(error) !== "ENOENT") return false;
  // What is there all the same is a link without a target, or a file that has come since: the next look tells.
  const own = await lstat(path).then(() => null, toErrorCode);
  if (own !== "ENOENT") return false;
  const folder = dirname(path);
  return (
    folder === path ||
    stat(folder).then(
      () => true,
      (missing: unknown) => isAbsent(folder, missing),
    )
  );
}
