import type { ProgramError } from "./python-traceback.ts";

interface Explanation {
  matches(kind: string, message: string): boolean;
  text(message: string): string;
}

const kind = (name: string) => (actual: string) => actual === name;
const quoted = (message: string) => /'([^']+)'/.exec(message)?.[1];

/** The commonest errors of beginners; the first that matches is used. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    matches: kind("NameError"),
    text: (message) =>
      `Python does not know the name ${quoted(message) ?? "used here"}. Check its spelling, and that it gets a value before this line.`,
  },
  {
    matches: (name) => name === "UnboundLocalError",
    text: () => "The name is used inside the function before it gets a value there.",
  },
  {
    matches: (name) => name === "IndentationError" || name === "TabError",
    text: () =>
      "The blanks at the start of the line do not fit the lines around it. Lines of one block start at the same column.",
  },
  {
    matches: (name, message) => name === "SyntaxError" && /never closed|unterminated|EOF|end of input/i.test(message),
    text: () => "Something that was opened is not closed: look for a missing bracket or quotation mark.",
  },
  {
    matches: (name, message) => name === "SyntaxError" && /expected ':'/.test(message),
    text: () => "A colon is missing at the end of this line.",
  },
  {
    matches: kind("SyntaxError"),
    text: () =>
      "This line cannot be read as it is written. Look for a missing bracket, quotation mark, colon or comma here or just before.",
  },
  {
    matches: (name, message) => name === "TypeError" && /is not a function/.test(message),
    text: () => "Something that is no function is called like one. Check the spelling of the name before the brackets.",
  },
  {
    matches: (name, message) => name === "TypeError" && /undefined|null|NoneType/.test(message),
    text: () => "A value is missing here: the variable is empty at this moment, so nothing can be read from it.",
  },
  {
    matches: (name, message) => name === "TypeError" && /positional argument|required/.test(message),
    text: () => "The function is called with too many or too few values between its brackets.",
  },
  {
    matches: kind("TypeError"),
    text: () =>
      "Two kinds of values do not go together here, for example text and a number. Convert one of them first.",
  },
  {
    matches: kind("IndexError"),
    text: () => "The list has fewer items than that. The first item is number 0, so the last is number length − 1.",
  },
  { matches: kind("KeyError"), text: () => "The dictionary has no such key. Check its spelling, or ask with .get()." },
  {
    matches: kind("AttributeError"),
    text: () => "A value of this kind has no such attribute or method. Check the spelling and what the variable holds.",
  },
  {
    matches: kind("ValueError"),
    text: () =>
      "The kind of value is right, but not the value itself, for example int() of something that is no number.",
  },
  { matches: kind("ZeroDivisionError"), text: () => "Something is divided by zero. Check the value before dividing." },
  {
    matches: (name, message) => name === "ModuleNotFoundError" || /Cannot find (module|package)/.test(message),
    text: (message) =>
      `There is no module ${quoted(message) ?? "of that name"} here. Programs have no network, so packages cannot be installed while they run.`,
  },
  {
    matches: (name) => name === "ImportError",
    text: () => "The module is there, but what is imported from it is not. Check the spelling.",
  },
  {
    matches: kind("EOFError"),
    text: () => "The program asked for more input than it was given: the input had ended.",
  },
  {
    matches: (name) => name === "RecursionError",
    text: () => "A function called itself too many times. Check that it stops calling itself at some point.",
  },
  {
    matches: (name, message) => name === "RangeError" && /call stack/i.test(message),
    text: () => "A function called itself too many times. Check that it stops calling itself at some point.",
  },
  {
    matches: (name) => name === "FileNotFoundError",
    text: () => "There is no such file. A program sees only the files that are open in tabs here.",
  },
  {
    matches: (name, message) =>
      /gaierror|URLError|ConnectionError/.test(name) || /ENOTFOUND|EAI_AGAIN|ENETUNREACH|unreachable/.test(message),
    text: () => "Programs run without a network here, so nothing outside can be reached.",
  },
  {
    matches: kind("ReferenceError"),
    text: () => "JavaScript does not know this name yet. Check its spelling, and that it is declared before this line.",
  },
];

/** One sentence for a learner about a common error, or `null` where the interpreter's own words must do. */
export function explainError({ kind: name, message }: Pick<ProgramError, "kind" | "message">): string | null {
  return EXPLANATIONS.find((explanation) => explanation.matches(name ?? "", message))?.text(message) ?? null;
}
