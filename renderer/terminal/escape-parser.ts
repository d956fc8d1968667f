/**
 * What a stream of program output means to this view. Everything that a terminal would do beyond it (links, clipboard,
 * titles, cursor moves, queries) is swallowed: a learner's program must not be able to do more than write text.
 */
export type Token =
  | { type: "text"; text: string }
  | { type: "control"; control: "newline" | "return" | "backspace" | "tab" }
  /** Each parameter with its parts: `38:5:1;4` is `[[38, 5, 1], [4]]`. One that was left out is 0. */
  | { type: "style"; parameters: number[][] }
  | { type: "eraseLine"; mode: number };

/** Where in a sequence the last chunk ended. Strings are only skipped, so none of them is kept. */
export type ParserState =
  | { at: "ground" }
  | { at: "escape" }
  | { at: "designator" }
  | { at: "sequence"; parameters: string }
  | { at: "string" }
  | { at: "stringEscape" };

export const GROUND: ParserState = { at: "ground" };

/** Longer parameters are no real sequence; keeping them would let a program fill the memory. */
const MAX_PARAMETERS = 64;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this file is about.
const SPECIAL = /[\u0000-\u001f\u007f-\u009f]/g;

/** Reads one chunk. The state goes into the next call, so a sequence may be split anywhere between chunks. */
export function parseChunk(initial: ParserState, chunk: string): { state: ParserState; tokens: Token[] } {
  const tokens: Token[] = [];
  let state = initial;
  let index = 0;
  while (index < chunk.length) {
    if (state.at !== "ground") {
      state = step(state, chunk.charAt(index), tokens);
      index += 1;
      continue;
    }
    SPECIAL.lastIndex = index;
    const special = SPECIAL.exec(chunk)?.index ?? chunk.length;
    if (special > index) tokens.push({ type: "text", text: chunk.slice(index, special) });
    if (special < chunk.length) state = onControl(chunk.charAt(special), tokens);
    index = special + 1;
  }
  return { state, tokens };
}

function onControl(control: string, tokens: Token[]): ParserState {
  switch (control) {
    case "\n":
    case "\v":
    case "\f":
      tokens.push({ type: "control", control: "newline" });
      return GROUND;
    case "\r":
      tokens.push({ type: "control", control: "return" });
      return GROUND;
    case "\b":
      tokens.push({ type: "control", control: "backspace" });
      return GROUND;
    case "\t":
      tokens.push({ type: "control", control: "tab" });
      return GROUND;
    case "\u001b":
      return { at: "escape" };
    case "\u009b":
      return { at: "sequence", parameters: "" };
    case "\u0090":
    case "\u0098":
    case "\u009d":
    case "\u009e":
    case "\u009f":
      return { at: "string" };
    default:
      return GROUND;
  }
}

function step(state: Exclude<ParserState, { at: "ground" }>, char: string, tokens: Token[]): ParserState {
  switch (state.at) {
    case "escape":
      return afterEscape(char, tokens);
    case "designator":
      return GROUND;
    case "sequence":
      return inSequence(state.parameters, char, tokens);
    case "string":
      if (char === "\u0007" || char === "\u009c") return GROUND;
      // Outside xterm a line end would not end a string; here it keeps an unfinished one from hiding all that follows.
      if (char === "\n") return onControl(char, tokens);
      return char === "\u001b" ? { at: "stringEscape" } : state;
    case "stringEscape":
      return char === "\\" ? GROUND : afterEscape(char, tokens);
  }
}

function afterEscape(char: string, tokens: Token[]): ParserState {
  if (char === "[") return { at: "sequence", parameters: "" };
  if (char === "]" || char === "P" || char === "X" || char === "^" || char === "_") return { at: "string" };
  if (/[ -/]/.test(char)) return { at: "designator" };
  return isControl(char) ? onControl(char, tokens) : GROUND;
}

function inSequence(parameters: string, char: string, tokens: Token[]): ParserState {
  if (isControl(char)) return onControl(char, tokens);
  if (char >= "@" && char <= "~") {
    if (char === "m") pushStyle(parameters, tokens);
    if (char === "K" && /^\d?$/.test(parameters)) tokens.push({ type: "eraseLine", mode: Number(parameters) });
    return GROUND;
  }
  if (char > "~") return GROUND;
  return { at: "sequence", parameters: (parameters + char).slice(0, MAX_PARAMETERS) };
}

function pushStyle(parameters: string, tokens: Token[]): void {
  // Private forms such as `CSI > 4 m` end in m too, and are no colours.
  if (!/^[\d;:]*$/.test(parameters)) return;
  tokens.push({ type: "style", parameters: parameters.split(";").map((one) => one.split(":").map(Number)) });
}

function isControl(char: string): boolean {
  return char < " " || (char >= "\u007f" && char <= "\u009f");
}
