import { describe, expect, it } from "vitest";
import type { ContainerSample } from "#shared/monitor.ts";
import { createSampleBook } from "../../../renderer/monitor/sample-book.ts";
import { toSamples } from "../fake-containers.ts";

const [base] = toSamples("a", 1) as [ContainerSample];
const sample = (at: number, id = "a"): ContainerSample => ({ ...base, id, at, cpuPercent: at / 1000 });
const times = (book: ReturnType<typeof createSampleBook>, id = "a") => book.samples(id).map(({ at }) => at);

describe("createSampleBook", () => {
  it("keeps three minutes and no more, however long it is fed", () => {
    const book = createSampleBook(180_000);
    for (let at = 0; at <= 600_000; at += 1_000) book.add(sample(at));
    expect(times(book)[0]).toBe(420_000);
    expect(times(book)).toHaveLength(181);
    expect(book.latest("a")?.at).toBe(600_000);
  });

  it("puts what was kept by the core before what has streamed in since, without doubles", () => {
    const book = createSampleBook(180_000);
    for (const at of [5_000, 6_000, 3_000, 4_000, 5_000, 7_000]) book.add(sample(at));
    expect(times(book)).toEqual([3_000, 4_000, 5_000, 6_000, 7_000]);
  });

  it("gives the charts seconds, and holes where nothing could be measured", () => {
    const book = createSampleBook(180_000);
    book.add({ ...sample(1_000), cpuPercent: null });
    book.add(sample(2_000));
    expect(book.series("a")).toMatchObject({ times: [1, 2], cpuPercent: [null, 2] });
    expect(book.series("unknown").times).toEqual([]);
  });

  it("forgets containers that nobody knows, and those that have said nothing for long", () => {
    const book = createSampleBook(180_000);
    for (const id of ["a", "b", "c"]) book.add(sample(1_000, id));
    book.add(sample(400_000, "a"));
    book.prune(400_000, (id) => id !== "b");
    expect(book.size()).toBe(1);
    expect(book.latest("a")?.at).toBe(400_000);
  });
});
