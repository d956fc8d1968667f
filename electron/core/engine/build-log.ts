/** How much of a build's output is kept, in characters. */
const MAX_CHARACTERS = 1024 * 1024;

/** What the last build of each image had to say. The beginning of a very long one is given up. */
export interface BuildLogs {
  begin(folder: string): void;
  add(folder: string, text: string): void;
  read(folder: string): string;
}

export function createBuildLogs(maxCharacters = MAX_CHARACTERS): BuildLogs {
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
    read(folder) {
      const { lines, isCut } = logs.get(folder) ?? { lines: [], isCut: false };
      return `${isCut ? "… the beginning of this log was too long to keep\n" : ""}${lines.join("\n")}`;
    },
  };
}
