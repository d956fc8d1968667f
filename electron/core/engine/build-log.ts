import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";

/** How much of a build's output is kept, in characters. */
const MAX_CHARACTERS = 1024 * 1024;

/** What the last build of each image had to say. The beginning of a very long one is given up. */
export interface BuildLogs {
  begin(folder: string): void;
  add(folder: string, text: string): void;
  /** The build has ended: its log outlives this process. */
  end(folder: string): Promise<void>;
  /** Empty where it was never built here. */
  read(folder: string): Promise<string>;
}

/** @param home Where logs are kept, one file an image. */
export function createBuildLogs(home: string, maxCharacters = MAX_CHARACTERS): BuildLogs {
  const pathOf = (folder: string) => join(home, `${folder}.log`);
  const logs = new Map<string, { lines: string[]; characters: number; isCut: boolean }>();
  return {
    begin: (folder) => void logs.set(folder, { lines: [], characters: 0, isCut: false }),
    add(folder, text) {
      const log = logs.get(folder);
      if (!log) return;
      log.lines.push(text);
      log.characters += text.length + 1;
      while (log.characters > maxCharacters && log.lines.length > 1) {
        log.characters -= (log.lines.shift() ?? "").length + 1;
        log.isCut = true;
      }
    },
    async end(folder) {
      const log = logs.get(folder);
      if (!log) return;
      await mkdir(home, { recursive: true });
      await writeFileAtomic(pathOf(folder), toText(log));
      logs.delete(folder);
    },
    async read(folder) {
      const log = logs.get(folder);
      return log ? toText(log) : readFile(pathOf(folder), "utf8").catch(() => "");
    },
  };
}

const toText = ({ lines, isCut }: { lines: readonly string[]; isCut: boolean }): string =>
  `${isCut ? "… the beginning of this log was too long to keep\n" : ""}${lines.join("\n")}`;
