import type { ErrorRule } from "./error-rule.ts";

const VALUE = /^ValueError$/;
const ANY = /^/;

/** What is there and what is not. */
export const VALUE_RULES: readonly ErrorRule[] = [
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
    kind: /^(IndexError|KeyError)$/,
    message: /pop from (an )?empty|dictionary is empty/,
    text: "There is nothing in it at this moment, so nothing can be taken out. Check that it is not empty before.",
  },
  {
    kind: /^IndexError$/,
    message: /Replacement index \d+ out of range/,
    text: "The text has more places to be filled in, with {}, than format() is given values.",
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
