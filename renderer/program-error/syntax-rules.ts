import type { ErrorRule } from "./error-rule.ts";

const SYNTAX = /^SyntaxError$/;
const ANY = /^/;

/** How texts become programs. */
export const SYNTAX_RULES: readonly ErrorRule[] = [
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
