import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import * as z from "zod";
import { SandpitError } from "#shared/errors.ts";
import { TEXT_PROBLEMS } from "#shared/text-file.ts";
import type { FileRef } from "#shared/workspace.ts";
import { createJsonDocument } from "../../core/store/json-document.ts";
import type { Log } from "../../core/store/log.ts";
import { toDisplayPath } from "./display-path.ts";

const MAX_RECENT = 10;
/** More than anybody has open. A handle that was not used for this many others is forgotten. */
const MAX_KNOWN = 500;

const registerSchema = z.object({
  known: z.array(z.object({ handle: z.string(), path: z.string() })),
  recent: z.array(z.string()),
});

export interface FileRegister {
  /** The reference that the page may hold for `path`; the same one for as long as it is known. */
  refer(path: string): Promise<FileRef>;
  /** The path behind a handle that was given out. Fails where it was not. */
  pathOf(handle: string): Promise<string>;
  recent(): Promise<FileRef[]>;
  addRecent(handle: string): Promise<void>;
  removeRecent(handle: string): Promise<void>;
  clearRecent(): Promise<void>;
  /** Resolves when all that is to be remembered is on disk. */
  settled(): Promise<void>;
}

/**
 * Which files the user has opened. A handle is random and kept across restarts, because the saved workspace names files
 * by it.
 */
export function createFileRegister(options: {
  folder: string;
  homedir: string;
  log: Log;
  onRecentChanged: (recent: FileRef[]) => void;
}): FileRegister {
  const { folder, homedir, log, onRecentChanged } = options;
  const document = createJsonDocument({ folder, name: "files", schema: registerSchema, label: "list of files" });
  let loading: Promise<z.output<typeof registerSchema>> | null = null;

  const load = (): Promise<z.output<typeof registerSchema>> => {
    loading ??= document.load().then(({ value, notice }) => {
      if (notice !== null) log(notice);
      return value ?? { known: [], recent: [] };
    });
    return loading;
  };

  /** Never fails: that a file is not remembered must not keep it from opening. */
  const keep = (register: z.output<typeof registerSchema>): Promise<void> =>
    document.save(register).catch((error: unknown) => log("The list of files could not be saved", error));

  const toRef = ({ handle, path }: { handle: string; path: string }): FileRef => ({
    handle,
    name: basename(path),
    displayPath: toDisplayPath(path, homedir),
  });

  const listRecent = ({ known, recent }: z.output<typeof registerSchema>): FileRef[] =>
    recent.flatMap((handle) => known.filter((file) => file.handle === handle).map(toRef));

  const changeRecent = async (change: (recent: string[]) => string[]): Promise<void> => {
    const register = await load();
    register.recent = change(register.recent).slice(0, MAX_RECENT);
    void keep(register);
    onRecentChanged(listRecent(register));
  };

  return {
    async refer(path) {
      const register = await load();
      const known = register.known.find((file) => file.path === path);
      const file = known ?? { handle: randomBytes(18).toString("base64url"), path };
      register.known = [file, ...register.known.filter((other) => other !== file)].slice(0, MAX_KNOWN);
      const kept = keep(register);
      // The page will save the handle in its workspace; a kill right after must not leave one that nobody knows.
      if (!known) await kept;
      return toRef(file);
    },

    async pathOf(handle) {
      const { known } = await load();
      const file = known.find((candidate) => candidate.handle === handle);
      if (file) return file.path;
      throw new SandpitError("not_found", TEXT_PROBLEMS.unknownPlace);
    },

    settled: document.settled,
    recent: async () => listRecent(await load()),
    addRecent: (handle) => changeRecent((recent) => [handle, ...recent.filter((other) => other !== handle)]),
    removeRecent: (handle) => changeRecent((recent) => recent.filter((other) => other !== handle)),
    clearRecent: () => changeRecent(() => []),
  };
}
