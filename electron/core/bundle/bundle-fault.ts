import { SandpitError } from "#shared/errors.ts";

/** Why a bundle is refused; in the failure's details, for programs. */
export type BundleFault =
  | "not_a_bundle"
  | "truncated"
  | "damaged"
  | "forbidden_entry"
  | "manifest_changed"
  | "newer"
  | "wrong_signature"
  | "wrong_key"
  | "unknown_key"
  | "unsigned"
  | "images_differ"
  | "architecture"
  | "space"
  | "unreadable";

/** A bundle that is refused, with its reason and what to do. */
export const bundleRefusal = (fault: BundleFault, message: string, cause?: unknown): SandpitError =>
  new SandpitError("invalid_input", message, { details: { reason: fault }, cause });

export const COPY_AGAIN = "Copy it again from where it came, or ask whoever made it for a new one.";

/** What is wrong with a file, in words, where the system says so; anything else is passed on. */
export function toFileFailure(error: unknown, name: string, doing: "read" | "write"): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return bundleRefusal(
      "space",
      `“${name}” was not written: the disk is full. Free some space, then try again.`,
      error,
    );
  if (code === "EFBIG")
    return bundleRefusal(
      "space",
      `“${name}” was not written: this disk takes no file of that size. Choose a disk formatted with exFAT or NTFS.`,
      error,
    );
  if (doing === "read" && code === "ENOENT")
    return bundleRefusal("unreadable", `“${name}” is not there any more. Choose the file again.`, error);
  if (doing === "read" && (code === "EIO" || code === "ENXIO" || code === "ENODEV"))
    return bundleRefusal("unreadable", `“${name}” cannot be read: the disk or stick fails or was pulled out.`, error);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOENT" || code === "EISDIR") {
    const words =
      doing === "read" ? "cannot be read. Check its permissions." : "cannot be written there. Choose another folder.";
    return bundleRefusal("unreadable", `“${name}” ${words}`, error);
  }
  return error;
}
