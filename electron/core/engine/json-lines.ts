import { createInterface } from "node:readline";
import { Readable } from "node:stream";

/** Reads a stream of JSON values, one a line, to its end. */
export async function* readJsonLines<T>(stream: NodeJS.ReadableStream): AsyncGenerator<T> {
  const lines = createInterface({ input: Readable.from(stream), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) if (line.trim()) yield JSON.parse(line) as T;
}
