import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AnyCommandOutput } from "#shared/contract.ts";
import { type Reply, SandpitError } from "#shared/errors.ts";
import { toDisplayPath } from "./files/display-path.ts";
import type { WindowHandlers } from "./window-commands.ts";

interface SaveExportOptions {
  /** Asks where to; `null` where the user cancelled. */
  chooseTarget: (name: string, title: string) => Promise<string | null>;
  dispatch: (name: "history.export" | "audit.export", input: unknown) => Promise<Reply<unknown>>;
  homedir: string;
  now?: () => Date;
}

type Part = AnyCommandOutput<"history.export">;

/** Writes exports to files, part by part: a history may be larger than what fits into memory, and never goes through the page. */
export function createSaveExport(
  options: SaveExportOptions,
): Pick<WindowHandlers, "history.saveExport" | "audit.saveExport"> {
  const { chooseTarget, dispatch, homedir, now = () => new Date() } = options;
  const day = () => now().toISOString().slice(0, 10);

  const save = async (name: string, title: string, command: "history.export" | "audit.export", input: object) => {
    const target = await chooseTarget(name, title);
    if (target === null) return { saved: null };
    let bytes = 0;
    async function* parts() {
      let after: number | null = null;
      do {
        const reply = await dispatch(command, { ...input, ...(after !== null && { after }) });
        if (!reply.ok) throw new SandpitError(reply.error.code, reply.error.message);
        const { text, next } = reply.value as Part;
        bytes += Buffer.byteLength(text);
        yield text;
        after = next;
      } while (after !== null);
    }
    // Under another name first: what was there before stays until all of it is written.
    const half = `${target}.${process.pid}.part`;
    try {
      await pipeline(Readable.from(parts()), createWriteStream(half, { mode: 0o600 }));
      await rename(half, target);
    } catch (error) {
      await rm(half, { force: true });
      throw toFailure(error, basename(target));
    }
    return { saved: { displayPath: toDisplayPath(target, homedir), bytes } };
  };

  return {
    "history.saveExport": ({ format, selection }) =>
      save(`sandpit-history-${day()}.${format}`, "Export History", "history.export", { format, selection }),
    "audit.saveExport": () => save(`sandpit-audit-${day()}.jsonl`, "Export Audit Trail", "audit.export", {}),
  };
}

function toFailure(error: unknown, name: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new SandpitError("internal", `“${name}” was not written: the disk is full. Free some space.`, {
      cause: error,
    });
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOENT")
    return new SandpitError("invalid_input", `“${name}” cannot be written there. Choose another folder.`, {
      cause: error,
    });
  return error;
}
