/** What is said about one kind of error. It holds where both the exception's name and its message fit. */
export interface ErrorRule {
  kind: RegExp;
  message: RegExp;
  /** `name` is what the message's first group has found. */
  text: string | ((name: string) => string);
  /** What is to be said where the program was not isolated; `null` where nothing is known then. */
  unisolated?: string | ((name: string) => string) | null;
}

const SYNTAX = /^SyntaxError$/;
const TYPE = /^TypeError$/;
const VALUE = /^ValueError$/;
const ANY = /^/;

const LOOPS = "A function called itself too many times. Check that it stops calling itself at some point.";
const NOT_EXPORTED = "The module is there, but what is imported from it is not. Check the spelling.";
const NO_SUCH_FILE = "There is no such file. Check its name, and the folder it should be in.";

/** How texts become programs. */
const SYNTAX_RULES: readonly ErrorRule[] = [
  {
    kind: /^(JSONDecodeError|SyntaxError)$/,
    message: /JSONDecodeError|in JSON at position|end of JSON input|is not valid JSON/,
    text: "The text that is read here is not valid JSON. There, names and texts stand in double quotes, and no comma follows the last item.",
  },
  {
    kind: /^(IndentationError|TabError)$/,
    message: ANY,
    text: "The blanks at the start of the line do not fit the lines around it. Lines of one block start at the same column.",
  },
  {
    kind: SYNTAX,
    message: /Maybe you meant '=='/,
    text: "A single = gives a value to the name on its left. Maybe you meant '==', which asks whether two values are equal.",
  },
  {
    kind: SYNTAX,
    message: /Invalid left-hand side in assignment|Invalid assignment target/,
    text: "A single = gives a value to the name on its left, and no name stands there. Maybe you meant '===', which asks whether two values are equal.",
  },
  {
    kind: SYNTAX,
    message: /'return' outside function|(Illegal r|R)eturn statement/,
    text: "A return stands outside of any function. Check where the function ends: by its indentation in Python, by its curly brackets in JavaScript.",
  },
  {
    kind: SYNTAX,
    message: /'break' outside loop|'continue' not properly in loop|Illegal (break|continue) statement/,
    text: "break and continue can only stand inside a loop.",
  },
  {
    kind: SYNTAX,
    message: /await is only valid|'await' outside/,
    text: "Here, await can only stand inside a function that is marked as async.",
  },
  {
    kind: SYNTAX,
    message: /Identifier '([^']+)' has already been declared/,
    text: (name) =>
      `The name ${name} is declared twice. Give one of the two another name, or leave out the let where ${name} only gets another value.`,
  },
  {
    kind: SYNTAX,
    message: /Missing initializer in const|'const' declarations must be initialized/,
    text: "A const gets its value where it is declared, with = and the value after its name. Use let where the value comes later.",
  },
  {
    kind: SYNTAX,
    message: /was never closed|unterminated .*(string|template)|end of input|got '<eof>'|f-string: expecting '}'/i,
    text: "Something that was opened is not closed: look for a missing bracket or quotation mark.",
  },
  {
    kind: SYNTAX,
    message: /expected ':'/,
    text: "A colon is missing. Lines with if, else, for, while, def or class end with one; an else with a condition of its own is an elif.",
  },
  {
    kind: SYNTAX,
    message: /missing \) after argument list/,
    text: "The round bracket of a call is not closed, or a comma is missing between two of its values.",
  },
  {
    kind: SYNTAX,
    message: /Perhaps you forgot a comma/,
    text: "Two values stand side by side here. Perhaps a comma is missing between them.",
  },
  {
    kind: SYNTAX,
    message: /unmatched '(.)'/,
    text: (name) => `There is a closing ${name} here to which no opening one belongs.`,
  },
  {
    kind: SYNTAX,
    message: /closing parenthesis '.' does not match/,
    text: "A closing bracket is of another kind than the one that was opened last.",
  },
  {
    kind: SYNTAX,
    message: /Missing parentheses in call to '(\w+)'/,
    text: (name) => `${name} is a function: what it is given stands between round brackets.`,
  },
  {
    kind: SYNTAX,
    message: /invalid character '(.)'/u,
    text: (name) => `Python does not know the character ${name}. Perhaps it was copied from a text; type it anew.`,
  },
  {
    kind: SYNTAX,
    message: /Invalid or unexpected token/,
    text: "A quotation mark is missing, or a character stands here that JavaScript does not know.",
  },
  {
    kind: SYNTAX,
    message:
      /: invalid syntax$|Unexpected (token ['`]|identifier|number|string)|Expected (',|';|a semicolon)|Expression expected/,
    text: "Something is out of place or missing: look at this word or sign, and at what stands just before it.",
  },
];

/** What does not go together with what. */
const TYPE_RULES: readonly ErrorRule[] = [
  {
    kind: /^(TypeError|AttributeError)$/,
    message: /NoneType/,
    text: "The value here is None. Look for where it comes from: a function without return gives None, and so do methods that change a list in place.",
  },
  {
    kind: TYPE,
    message:
      /of (undefined|null) \(|as it is (undefined|null)|: (undefined|null) is not|Cannot convert undefined or null/,
    text: "A value is missing here: it is undefined or null at this moment, so nothing can be read from it.",
  },
  {
    kind: TYPE,
    message: /Assignment to constant variable/,
    text: "A const keeps its first value. Declare it with let where it is to get another one.",
  },
  {
    kind: TYPE,
    message: /is not a function/,
    text: "Something that is no function is called like one. Check the spelling of the name before the brackets.",
  },
  {
    kind: TYPE,
    message: /is not a constructor/,
    text: "new makes something of a class, and what stands after it is none. Check its spelling.",
  },
  {
    kind: TYPE,
    message: /Class constructor (\w+) cannot be invoked without 'new'/,
    text: (name) => `${name} is a class: write new before its name to make something of it.`,
  },
  {
    kind: TYPE,
    message: /'([\w.]+)' object is not callable/,
    text: (name) =>
      `A value of kind ${name} is called like a function. Perhaps a variable has taken over the name of the function, or a sign such as * is missing before the bracket.`,
  },
  {
    kind: TYPE,
    message: /'([\w.]+)' object is not subscriptable/,
    text: (name) => `A value of kind ${name} has no items, so square brackets cannot stand after it.`,
  },
  {
    kind: TYPE,
    message: /'([\w.]+)' object does not support item assignment/,
    text: (name) => `A value of kind ${name} has no items that can be changed. Make a new value instead.`,
  },
  {
    kind: TYPE,
    message: /'([\w.]+)' object is not iterable|cannot unpack non-iterable/,
    text: "A list or something else with items is needed here, and this is a single value. To count up to a number, use range().",
  },
  {
    kind: TYPE,
    message: /is not iterable|non-callable @@iterator|iterable\[Symbol\.iterator\]/,
    text: "An array or something else with items is needed here, and this value has none to go through. Object.entries() lists what is in an object.",
  },
  {
    kind: TYPE,
    message:
      /missing \d+ required|takes (no|exactly|at (least|most)|from|\d+)|expected (at least |at most |exactly )?\d+ argument/,
    text: "The function is called with too many or too few values between its brackets.",
  },
  {
    kind: TYPE,
    message: /unexpected keyword argument '([^']+)'/,
    text: (name) => `The function has no parameter with the name ${name}. Check its spelling.`,
  },
  {
    kind: TYPE,
    message:
      /can only concatenate|unsupported operand type|can't multiply sequence|not supported between instances|Cannot mix BigInt/,
    text: "Two kinds of values do not go together here, for example text and a number. Convert one of them first.",
  },
  {
    kind: TYPE,
    message: /sequence item \d+: expected str/,
    text: "Only texts can be joined. Make a text of each item first, with str().",
  },
  {
    kind: TYPE,
    message: /indices must be integers/,
    text: "Items are counted, so a whole number has to stand between these square brackets.",
  },
  {
    kind: TYPE,
    message: /unhashable type: '(\w+)'/,
    text: (name) => `A value of kind ${name} can change, so it can be neither a key nor in a set. A tuple can.`,
  },
  {
    kind: TYPE,
    message: /has no len\(\)/,
    text: "Only texts, lists and the like have a length, and this value is none of them.",
  },
  {
    kind: TYPE,
    message: /cannot be interpreted as an integer/,
    text: "A whole number is needed here. int() makes one of another number, or of a text.",
  },
];

/** What is there and what is not. */
const VALUE_RULES: readonly ErrorRule[] = [
  {
    kind: VALUE,
    message: /invalid literal for int\(\)/,
    text: "int() makes a number of a text, but only where the text is a whole number, and this one is not.",
  },
  {
    kind: VALUE,
    message: /could not convert string to float/,
    text: "float() makes a number of a text, but only where the text is a number, and this one is not.",
  },
  {
    kind: VALUE,
    message: /(?:not enough|too many) values to unpack/,
    text: "There are not as many names as there are values to be given to them.",
  },
  {
    kind: VALUE,
    message: /not in list|substring not found/,
    text: "What is looked for is not there. Ask first, with in.",
  },
  {
    kind: VALUE,
    message: /(max|min)\(\) (arg|iterable argument) is (an )?empty/,
    text: (name) => `${name}() has nothing to choose from: it was given no items.`,
  },
  {
    kind: VALUE,
    message: /math domain error/,
    text: "The function has no result for this number, as there is no square root of a negative one.",
  },
  {
    kind: /^IndexError$/,
    message: /pop from empty/,
    text: "The list is empty, so nothing can be taken out of it.",
  },
  {
    kind: /^IndexError$/,
    message: /list assignment index out of range/,
    text: "The list has fewer items than that, so this one cannot be replaced. append() adds an item at the end.",
  },
  {
    kind: /^IndexError$/,
    message: /out of range/,
    text: "There are fewer items than that. The first item is number 0, so the last is number length − 1.",
  },
  {
    kind: /^KeyError$/,
    message: ANY,
    text: "There is no such key. Check its spelling, or ask with .get().",
  },
  {
    kind: /^AttributeError$/,
    message: /partially initialized module/,
    text: "Perhaps one of your files has the name of the module and is imported in its place. Give that file another name.",
  },
  {
    kind: /^AttributeError$/,
    message: /has no attribute/,
    text: "There is nothing of that name in this value. Check the spelling, and what the variable holds.",
  },
  {
    kind: /^ZeroDivisionError$/,
    message: ANY,
    text: "Something is divided by zero. Check the value before dividing.",
  },
];

/** Names, modules, files and everything outside of the program. */
const WORLD_RULES: readonly ErrorRule[] = [
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

/** The commonest errors of beginners, with the words of Python 3.11 and Node.js 18. The first that fits is used. */
export const ERROR_RULES: readonly ErrorRule[] = [...SYNTAX_RULES, ...TYPE_RULES, ...VALUE_RULES, ...WORLD_RULES];
