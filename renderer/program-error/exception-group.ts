const HEADER = /^ *\+ Exception Group Traceback \(/;
/** The line between two exceptions, which also ends the last of them. One more `+` begins those inside of a group. */
const RULE = /^ +(\+-)?\+-+(?: (?:\d+|\.\.\.) -+)?$/;
/** What the tree draws ahead of a line. The blanks behind it are the line's own: they tell its code from its message. */
const BRANCH = /^ *[|+] /;

/** Where the last report of a group of exceptions begins, or -1. */
export function findExceptionGroup(lines: readonly string[]): number {
  return lines.findLastIndex((line) => HEADER.test(line));
}

/**
 * The exceptions of a group's report, each as the lines of a report of its own. The most telling come first: those that
 * went wrong themselves, in order, and then the groups that gather them.
 */
export function toGroupedReports(lines: readonly string[]): string[][] {
  const reports: string[][] = [[]];
  const groups = new Set<string[]>();
  for (const line of lines) {
    const current = reports.at(-1) ?? [];
    const rule = RULE.exec(line);
    if (rule?.[1]) groups.add(current);
    if (rule) reports.push([]);
    else current.push(line.replace(BRANCH, ""));
  }
  return [...reports.filter((report) => !groups.has(report)), ...groups];
}
