import { describe, expect, it } from "vitest";
import { createOutputFeed } from "../../../renderer/terminal/output-feed.ts";

function createFeed() {
  const frames: (() => void)[] = [];
  const feed = createOutputFeed(
    (callback) => frames.push(callback),
    () => 0,
  );
  return { feed, frames, text: () => feed.store.getState().screen.text() };
}

describe("createOutputFeed", () => {
  it("draws once per frame, however much comes", () => {
    const { feed, frames, text } = createFeed();
    let changes = 0;
    feed.store.subscribe(() => {
      changes += 1;
    });
    for (let index = 0; index < 100; index += 1) feed.write("stdout", "x");
    expect(frames).toHaveLength(1);
    frames.shift()?.();
    expect(changes).toBe(1);
    expect(text()).toBe("x".repeat(100));
  });

  it("spreads many lines over frames", () => {
    const { feed, frames } = createFeed();
    feed.write("stdout", "a\n".repeat(1_000));
    let drawn = 0;
    for (let frame = frames.shift(); frame; frame = frames.shift()) {
      frame();
      drawn += 1;
    }
    expect(drawn).toBeGreaterThan(5);
    expect(feed.store.getState().screen.lineCount).toBe(1_001);
  });

  it("spreads few long lines over frames, too", () => {
    const { feed, frames } = createFeed();
    feed.write("stdout", `${"x".repeat(1_999)}\n`.repeat(30));
    let most = 0;
    for (let frame = frames.shift(), before = 1; frame; frame = frames.shift()) {
      frame();
      const { lineCount } = feed.store.getState().screen;
      most = Math.max(most, lineCount - before);
      before = lineCount;
    }
    expect(feed.store.getState().screen.lineCount).toBe(31);
    expect(most).toBeLessThan(10);
  });

  it("shows at the end of a program what it printed last, before any frame", () => {
    const { feed, text } = createFeed();
    feed.write("stdout", "about to\n");
    feed.write("stderr", "Traceback (most recent call last):\nNameError: x\n");
    feed.end();
    expect(text()).toBe("about to\nTraceback (most recent call last):\nNameError: x\n");
  });

  it("skips what could never be read, says so, and keeps the end", () => {
    const { feed, frames, text } = createFeed();
    for (let index = 0; index < 100; index += 1) feed.write("stdout", `${"x".repeat(99)}\n`.repeat(1_000));
    feed.write("stdout", "the end");
    for (let frame = frames.shift(); frame; frame = frames.shift()) frame();
    // Of all that was skipped nothing goes unsaid.
    const said = [...text().matchAll(/… ([\d,]+) characters of output are not shown/g)].map(([, count = ""]) => count);
    const shown = text().replaceAll(/… [^\n]*\n/g, "").length;
    const sum = said.reduce((total, count) => total + Number(count.replaceAll(",", "")), 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum + shown).toBe(100 * 1_000 * 100 + "the end".length);
    expect(text().endsWith("the end")).toBe(true);
  });

  it("says of input that it is not shown, and nothing of speed", () => {
    const { feed, frames, text } = createFeed();
    feed.echo("input", `${"x".repeat(99)}\n`.repeat(2_000));
    for (let frame = frames.shift(); frame; frame = frames.shift()) frame();
    const [note = "", ...shown] = text().split("\n");
    expect(note).toBe("… 70,000 characters of your input are not shown, because there is so much of it.");
    expect(shown).toHaveLength(1_301);
  });

  it("forgets everything when it is cleared", () => {
    const { feed, frames, text } = createFeed();
    feed.write("stdout", "old");
    feed.clear();
    for (const frame of frames) frame();
    expect(text()).toBe("");
  });
});
