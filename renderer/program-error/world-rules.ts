import type { ErrorRule } from "./error-rule.ts";

const SYNTAX = /^SyntaxError$/;
const ANY = /^/;
const LOOPS = "A function called itself too many times. Check that it stops calling itself at some point.";
const NOT_EXPORTED = "The module is there, but what is imported from it is not. Check the spelling.";
const NO_SUCH_FILE = "There is no such file. Check its name, and the folder it should be in.";

/** Names, modules, files and everything outside of the program. */
export const WORLD_RULES: readonly ErrorRule[] = [
  {
    kind: /^NameError$/,
    message: /name '([^']+)' is not defined/,
    text: (name) =>
      `Python does not know the name ${name}. Check its spelling, and that it gets a value before this line.`,
  },
  {
    kind: /^UnboundLocalError$/,
    message: ANY,
    text: "The name is used inside the function before it gets a value there.",
  },
  {
    kind: /^ReferenceError$/,
    message: /: (\S+) is not defined/,
    text: (name) => `JavaScript does not know the name ${name}. Check its spelling, and that it is declared.`,
  },
  {
    kind: /^ReferenceError$/,
    message: /Cannot access '([^']+)' before initialization/,
    text: (name) => `${name} is used before the line that declares it. Move the declaration up.`,
  },
  {
    kind: ANY,
    message: /No module named '([^']+)'|Cannot find (?:module|package) '(?:.*\/)?([^'/]+)'/,
    text: (name) =>
      `There is no module ${name} here. Check its spelling. A file of your own has to be open in a tab; packages cannot be installed, because programs have no network.`,
    unisolated: (name) => `There is no module ${name} on this computer. Check its spelling.`,
  },
  { kind: /^ImportError$/, message: /cannot import name/, text: NOT_EXPORTED },
  { kind: SYNTAX, message: /does not provide an export named/, text: NOT_EXPORTED },
  {
    kind: /^EOFError$/,
    message: /EOF when reading a line/,
    text: "The program asks for input here, but its input had ended before, so there is no answer to read.",
  },
  { kind: /^RecursionError$/, message: /recursion depth exceeded/, text: LOOPS },
  { kind: /^RangeError$/, message: /call stack/, text: LOOPS },
  {
    kind: ANY,
    message: /Temporary failure in name resolution|Network is unreachable|EAI_AGAIN|ENOTFOUND|ENETUNREACH/,
    text: "Programs run without a network here, so nothing outside can be reached.",
    unisolated: null,
  },
  {
    kind: ANY,
    message: /FileNotFoundError: \[Errno 2\]|ENOENT: no such file/,
    text: "There is no such file. A program sees only the files that are open in tabs here.",
    unisolated: NO_SUCH_FILE,
  },
  {
    kind: ANY,
    message: /\[Errno 30\] Read-only file system|EROFS: read-only file system/,
    text: "A program can only write into the folder that it starts in, and into /tmp.",
    unisolated: null,
  },
];
