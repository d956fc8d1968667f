import { describe, expect, it } from "vitest";
import { GROUND, type ParserState, parseChunk, type Token } from "../../../renderer/terminal/escape-parser.ts";

function parseAll(...chunks: string[]): Token[] {
  let state: ParserState = GROUND;
  return chunks.flatMap((chunk) => {
    const parsed = parseChunk(state, chunk);
    state = parsed.state;
    return parsed.tokens;
  });
}

/** The text that is left when everything else is taken away. */
function textOf(...chunks: string[]): string {
  return parseAll(...chunks)
    .map((token) => (token.type === "text" ? token.text : token.type === "control" ? `<${token.control}>` : ""))
    .join("");
}

describe("parseChunk", () => {
  it.each([
    ["plain text", "Hello", "Hello"],
    ["line ends", "a\nb\r\nc", "a<newline>b<return><newline>c"],
    ["tabs and backspaces", "a\tb\b", "a<tab>b<backspace>"],
    ["vertical tabs and form feeds as line ends", "a\u000bb\fc", "a<newline>b<newline>c"],
    ["other control characters", "a\u0000\u0007\u007fb\u0085c", "abc"],
    ["cursor moves", "\u001b[2Ja\u001b[10;20Hb\u001b[A", "ab"],
    ["private modes", "\u001b[?25la\u001b[?1049hb", "ab"],
    ["OSC 8 links, whose text stays", "\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\!", "click!"],
    ["OSC 52 clipboard", "a\u001b]52;c;ZXZpbA==\u0007b", "ab"],
    ["titles", "\u001b]0;title\u0007text", "text"],
    ["DCS, SOS, PM and APC", "\u001bPq#0\u001b\\a\u001bXb\u001b\\c\u001b^d\u001b\\e\u001b_f\u001b\\g", "aceg"],
    ["8-bit forms", "\u009b31ma\u009d0;t\u009cb\u0090x\u009cc", "abc"],
    ["character sets", "\u001b(Ba\u001b)0b", "ab"],
    ["two-character escapes", "\u001bca\u001b7b\u001b=c", "abc"],
    ["an escape inside a sequence", "\u001b[31\u001b[32mgreen", "green"],
    ["a line end inside a sequence", "\u001b[31\nx", "<newline>x"],
    ["a line end in an unfinished string", "\u001b]0;title\nx", "<newline>x"],
    ["an escape that a string ends with", "\u001b]0;t\u001b[31mx", "x"],
    ["text beyond ASCII", "é漢😀", "é漢😀"],
  ])("keeps of %s what is text", (_, input, expected) => {
    expect(textOf(input)).toBe(expected);
  });

  it("means the same however the chunks are cut", () => {
    const input =
      "a\u001b[1;31mb\u001b]8;;https://x.example\u001b\\link\u001b]8;;\u0007\u001b]52;c;QQ==\u001b\\\u001b[0m\r\nc\u001b[2Kd";
    const whole = textOf(input);
    for (let cut = 0; cut <= input.length; cut += 1) {
      expect(textOf(input.slice(0, cut), input.slice(cut))).toBe(whole);
    }
    expect(textOf(...input)).toBe(whole);
  });

  it.each([
    ["\u001b[m", [[0]]],
    ["\u001b[1;31m", [[1], [31]]],
    ["\u001b[38;5;208m", [[38], [5], [208]]],
    ["\u001b[38:2::1:2:3;4m", [[38, 2, 0, 1, 2, 3], [4]]],
  ])("reads the parameters of %j", (input, parameters) => {
    expect(parseAll(input)).toEqual([{ type: "style", parameters }]);
  });

  it("takes private sequences that end in m for no style", () => {
    expect(parseAll("\u001b[>4;1m\u001b[?4m")).toEqual([]);
  });

  it("keeps no more of endless parameters than of real ones", () => {
    const { state } = parseChunk(GROUND, `\u001b[${"1;".repeat(10_000)}`);
    expect(JSON.stringify(state).length).toBeLessThan(200);
  });
});
