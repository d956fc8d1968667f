import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { toFileFailure } from "../../core/bundle/bundle-fault.ts";
import type { BundlePlaces } from "../../core/bundle/bundles.ts";
import { clearStaging } from "../../core/bundle/place-folder.ts";
import { StatusError } from "../failures.ts";

export interface TransferredFile {
  place: string;
  name: string;
  displayPath: string;
}

/** Files on their way between a browser and the core, which knows files by their places on this machine only. */
export interface Transfers {
  /** Begins a file that the browser has, or is to get. The one before for the same purpose goes. */
  begin(purpose: "read" | "write" | "key", name: string): Promise<TransferredFile>;
  /** Adds what the browser sends to a file that it has begun. */
  append(place: string, body: ReadableStream<Uint8Array> | null): Promise<void>;
  /** Hands a file over to the browser, once. */
  take(place: string): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}

interface Transfer {
  path: string;
  purpose: "read" | "write" | "key";
}

export function createTransfers(folder: string, bundles: Pick<BundlePlaces, "place">): Transfers {
  const transfers = new Map<string, Transfer>();
  let own: Promise<string> | null = null;

  const open = async (): Promise<string> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await clearStaging(folder);
    return mkdtemp(join(folder, `${process.pid}-`));
  };
  const drop = async (place: string, { path }: Transfer): Promise<void> => {
    transfers.delete(place);
    await rm(path, { force: true });
  };
  const find = (place: string, isFromHere: boolean): Transfer => {
    const transfer = transfers.get(place);
    if (transfer && (transfer.purpose === "write") === isFromHere) return transfer;
    throw new StatusError(404, "Sandpit does not know this file any more. Choose it again.");
  };

  return {
    async begin(purpose, name) {
      own ??= open();
      for (const [place, transfer] of transfers) if (transfer.purpose === purpose) await drop(place, transfer);
      // Its own folder, so that a sentence about the file can name it as the user does.
      const path = join(await mkdtemp(join(await own, "file-")), toFileName(name));
      await writeFile(path, "", { flag: "wx", mode: 0o600 });
      const place = bundles.place(purpose, path);
      transfers.set(place, { path, purpose });
      return { place, name: basename(path), displayPath: basename(path) };
    },
    async append(place, body) {
      const { path } = find(place, false);
      if (!body) return;
      await pipeline(Readable.fromWeb(body as never), createWriteStream(path, { flags: "a", mode: 0o600 })).catch(
        (error: unknown) => {
          throw toFileFailure(error, basename(path), "write");
        },
      );
    },
    take(place) {
      const transfer = find(place, true);
      const file = createReadStream(transfer.path);
      file.once("close", () => void drop(place, transfer).catch(() => {}));
      return Readable.toWeb(file) as ReadableStream<Uint8Array>;
    },
    async close() {
      if (own !== null) await rm(await own, { recursive: true, force: true });
    },
  };
}

const toFileName = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, "")
    .replace(/^\.+/, "")
    .slice(0, 80) || "file";
