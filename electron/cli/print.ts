import type { Failure } from "#shared/errors.ts";
import { toHint } from "./build-command.ts";

/** Prints a value as JSON, the only thing on standard output. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/** Prints a failure where it belongs, and returns the exit code for "nothing ran". */
export function printFailure(error: Failure, json: boolean | undefined): number {
  if (json) printJson({ ok: false, error });
  else {
    const hint = toHint(error);
    console.error(`sandpit: ${error.message}${hint === null ? "" : `\n${hint}`}`);
  }
  return 125;
}

/** Prints rows in columns; the last one is left as long as it is. */
export function printTable(rows: readonly (readonly string[])[]): void {
  process.stdout.write(toTable(rows));
}

/** Rows as columns of text, a line each. */
export function toTable(rows: readonly (readonly string[])[]): string {
  // Not as the arguments of one call, which takes fewer than there may be rows.
  const toWidth = (column: number) => rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0);
  const widths = rows[0]?.map((_, column) => toWidth(column)) ?? [];
  return rows
    .map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))))
    .map((cells) => `${cells.join("  ")}\n`)
    .join("");
}
