import { describe, expect, test } from "vitest";
import { createDemultiplexer } from "../../../../electron/core/engine/demultiplex.ts";

const frame = (stream: 1 | 2, text: string): Buffer => {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
};

function collect(chunks: Iterable<Buffer>) {
  const texts = { stdout: "", stderr: "" };
  const push = createDemultiplexer((stream, bytes) => {
    texts[stream] += bytes.toString("latin1");
  });
  for (const chunk of chunks) push(chunk);
  return texts;
}

describe("the demultiplexer", () => {
  test("takes frames apart by stream", () => {
    const bytes = Buffer.concat([frame(1, "out"), frame(2, "err"), frame(1, ""), frame(1, "put")]);
    expect(collect([bytes])).toEqual({ stdout: "output", stderr: "err" });
  });

  test("does not care where the chunks are cut", () => {
    const bytes = Buffer.concat([frame(1, "hello "), frame(2, "oops"), frame(1, "world")]);
    for (let size = 1; size <= bytes.length; size += 1) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
        bytes.subarray(n * size, (n + 1) * size),
      );
      expect(collect(chunks)).toEqual({ stdout: "hello world", stderr: "oops" });
    }
  });

  test("takes a hundred thousand tiny frames in one chunk without running out of stack", () => {
    const bytes = Buffer.concat(Array.from({ length: 100_000 }, () => frame(1, ".")));
    expect(collect([bytes]).stdout).toHaveLength(100_000);
  });

  test("passes on a part of a frame before the rest has come", () => {
    const seen: string[] = [];
    const push = createDemultiplexer((_, bytes) => seen.push(bytes.toString()));
    push(frame(1, "a long line").subarray(0, 10));
    expect(seen).toEqual(["a "]);
  });
});
