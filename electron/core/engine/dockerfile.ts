/** One instruction of a Dockerfile. */
export interface Instruction {
  /** 1-based; where it begins. */
  line: number;
  /** In capitals, for example `RUN`. */
  name: string;
  /** What follows the name, on one line. */
  argument: string;
}

/**
 * Takes a Dockerfile apart into its instructions, as far as telling which line one begins on needs: comments and empty
 * lines are skipped, also within a continued instruction. Format: https://docs.docker.com/reference/dockerfile/#format.
 */
export function parseDockerfile(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let open: { line: number; parts: string[] } | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    open ??= { line: index + 1, parts: [] };
    const isContinued = line.endsWith("\\");
    open.parts.push(isContinued ? line.slice(0, -1).trim() : line);
    if (isContinued) continue;
    const [, name = "", argument = ""] = /^(\S+)\s*(.*)$/.exec(open.parts.join(" ").trim()) ?? [];
    instructions.push({ line: open.line, name: name.toUpperCase(), argument });
    open = null;
  }
  return instructions;
}

/** What a Dockerfile starts from: the first image that is neither empty nor a stage of its own. */
export function toBaseImage(instructions: readonly Instruction[]): string | null {
  const stages = new Set(["scratch"]);
  for (const { name, argument } of instructions) {
    if (name !== "FROM") continue;
    const [image = "", as, stage] = argument.split(/\s+/).filter((word) => !word.startsWith("--"));
    if (!stages.has(image.toLowerCase())) return image || null;
    if (as?.toLowerCase() === "as" && stage) stages.add(stage.toLowerCase());
  }
  return null;
}
