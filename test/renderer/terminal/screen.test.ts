import { describe, expect, it } from "vitest";
import { createScreen, SCREEN_LIMITS, type Screen } from "../../../renderer/terminal/screen.ts";

function write(...chunks: string[]): Screen {
  const screen = createScreen();
  for (const chunk of chunks) screen.write("stdout", chunk);
  return screen;
}

const linesOf = (screen: Screen) => screen.blocks.flatMap((block) => block.lines);

describe("createScreen", () => {
  it.each([
    ["appends", ["Hel", "lo"], "Hello"],
    ["breaks lines", ["a\nb\n"], "a\nb\n"],
    ["takes CR LF for one line end", ["a\r\nb"], "a\nb"],
    ["overwrites after CR", ["10%\r20%"], "20%"],
    ["keeps what a shorter text does not reach", ["abcdef\rxy"], "xycdef"],
    ["survives a CR at the end of a chunk", ["abc\r", "x"], "xbc"],
    ["steps back with BS", ["abc\b\bX"], "aXc"],
    ["stops BS at the start of the line", ["\b\ba"], "a"],
    ["spins with BS", ["|\b/\b-\b\\"], "\\"],
    ["goes to the next tab stop", ["a\tb\tc"], "a       b       c"],
    ["goes over text to the next tab stop", ["12345678901\r\tX"], "12345678X01"],
    ["goes over text as far as there is any", ["abcd\r\tX"], "abcd    X"],
    ["goes to a tab stop in a line that is done", ["a\t\nb"], "a       \nb"],
    ["overwrites half of a wide character with a blank", ["漢字\rx"], "x 字"],
    ["overwrites a wide character with two", ["漢字\rxy"], "xy字"],
    ["overwrites with a wide character", ["abcd\r漢"], "漢cd"],
    ["steps back over a wide character at once", ["漢\bx"], "x "],
    ["keeps marks with their letter", ["e\u0301a\rx"], "xa"],
    ["erases to the end of the line", ["abcdef\rxy\u001b[K"], "xy"],
    ["erases the line", ["abc\u001b[2Kd"], "   d"],
    ["erases from the start of the line", ["abcde\b\b\b\u001b[1K"], "   de"],
    ["erases the first column", ["abc\r\u001b[1K"], " bc"],
    ["erases from the start to behind the end", ["abc\u001b[1Kd"], "   d"],
    ["erases half of a wide character from the start", ["a漢b\r漢\b\u001b[1K"], "   b"],
    ["swallows everything else", ["a\u001b]52;c;QQ==\u0007\u001b[5Ab"], "ab"],
  ])("%s", (_, chunks, expected) => {
    expect(write(...chunks).text()).toBe(expected);
  });

  it("gives each stream lines of its own", () => {
    const screen = createScreen();
    screen.write("stdout", "Name? ");
    screen.write("stderr", "Traceback\n");
    screen.write("stdout", "on");
    expect(linesOf(screen).map((line) => [line.spans[0]?.source, line.spans[0]?.text])).toEqual([
      ["stdout", "Name? "],
      ["stderr", "Traceback"],
      ["stdout", "on"],
    ]);
  });

  it("keeps colours and split sequences of the streams apart", () => {
    const screen = createScreen();
    screen.write("stdout", "\u001b[3");
    screen.write("stderr", "plain\n");
    screen.write("stdout", "1mred");
    const [error, red] = linesOf(screen).flatMap((line) => line.spans);
    expect(error).toMatchObject({ text: "plain", style: { foreground: null } });
    expect(red).toMatchObject({ text: "red", style: { foreground: "ansi-1" } });
  });

  it("puts input behind the question, and never reads it as an escape", () => {
    const screen = write("Who? ");
    screen.echo("input", "A\u001b[31mda\n");
    screen.write("stdout", "Hi");
    expect(screen.text()).toBe("Who? A\u001b[31mda\nHi");
    expect(linesOf(screen)[0]?.spans.map(({ source }) => source)).toEqual(["stdout", "input"]);
  });

  it("puts Sandpit's own notes on lines of their own", () => {
    const screen = write("Who? ");
    screen.echo("notice", "End of input\n");
    expect(screen.text()).toBe("Who? \nEnd of input\n");
  });

  it("joins what looks the same into one span", () => {
    expect(linesOf(write("a", "b", "c"))[0]?.spans).toHaveLength(1);
  });

  it.each([
    ["what is erased", "\u001b[41mabcde\b\b\b\u001b[1K", "   "],
    ["what a tab goes to", "\u001b[41;4mab\tc", "      "],
    ["what is left free", "\u001b[41mabc\u001b[2Kd", "   "],
  ])("gives %s no look", (_, text, blanks) => {
    const spans = linesOf(write(text))[0]?.spans ?? [];
    expect(spans.filter(({ style }) => style.background === null).map((span) => span.text)).toEqual([blanks]);
  });

  it("stops a tab at the end of the longest line", () => {
    const screen = createScreen({ ...SCREEN_LIMITS, maxColumns: 10 });
    screen.write("stdout", "123456789\t\tX");
    expect(linesOf(screen).map(({ width }) => width)).toEqual([10, 1]);
  });

  it("drops the oldest lines beyond the limit", () => {
    const screen = createScreen({ ...SCREEN_LIMITS, maxLines: 100 });
    for (let line = 0; line < 1_000; line += 1) screen.write("stdout", `${line}\n`);
    expect(screen.lineCount).toBeLessThanOrEqual(150);
    expect(screen.lineCount + screen.droppedLines).toBe(1_001);
    expect(screen.text().endsWith("998\n999\n")).toBe(true);
  });

  it("goes on in the next line where one gets too long", () => {
    const screen = createScreen({ ...SCREEN_LIMITS, maxColumns: 10 });
    screen.write("stdout", "x".repeat(25));
    expect(linesOf(screen).map(({ width }) => width)).toEqual([10, 10, 5]);
    expect(linesOf(screen).map(({ continues }) => continues)).toEqual([false, true, true]);
  });

  it("gives a line that went on in the next one out as the one line it is", () => {
    const screen = createScreen({ ...SCREEN_LIMITS, maxColumns: 10 });
    screen.write("stdout", `${"x".repeat(25)}\n${"y".repeat(10)}\n${"漢".repeat(6)}`);
    screen.echo("input", `${"z".repeat(12)}\nend`);
    expect(screen.text()).toBe(`${"x".repeat(25)}\n${"y".repeat(10)}\n${"漢".repeat(6)}${"z".repeat(12)}\nend`);
  });

  it("bounds the text as a whole", () => {
    const screen = createScreen({ maxLines: 5_000, maxColumns: 2_000, maxChars: 100_000 });
    screen.write("stdout", "x".repeat(1_000_000));
    expect(screen.text().length).toBeLessThan(250_000);
  });

  it("tells which blocks have changed", () => {
    const screen = write("a\n".repeat(60));
    const before = screen.blocks.map(({ version }) => version);
    screen.write("stdout", "more");
    const after = screen.blocks.map(({ version }) => version);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});
