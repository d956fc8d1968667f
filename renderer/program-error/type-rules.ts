import type { ErrorRule } from "./error-rule.ts";

const TYPE = /^TypeError$/;

/** What does not go together with what. */
export const TYPE_RULES: readonly ErrorRule[] = [
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
    message: /'(set|frozenset|dict_\w+|generator|map|filter|zip|enumerate)' object is not subscriptable/,
    text: (name) =>
      `The items of a value of kind ${name} have no numbers. list() makes a list of it, whose items have.`,
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
    message: /argument of type '([\w.]+)' is not (?:iterable|a container)/,
    text: (name) =>
      `in asks whether something is inside of a text, a list or the like, and a value of kind ${name} has nothing inside. Check what stands to its right.`,
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
