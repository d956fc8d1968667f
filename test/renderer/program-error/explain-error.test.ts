import { describe, expect, it } from "vitest";
import { explainError } from "../../../renderer/program-error/explain-error.ts";

describe("explainError", () => {
  it.each([
    ["NameError", "NameError: name 'totl' is not defined", /totl/],
    ["IndentationError", "IndentationError: unexpected indent", /blanks/],
    ["SyntaxError", "SyntaxError: '(' was never closed", /missing bracket/],
    ["SyntaxError", "SyntaxError: expected ':'", /colon/],
    ["TypeError", "TypeError: x.map is not a function", /no function/],
    ["TypeError", "TypeError: Cannot read properties of undefined (reading 'a')", /value is missing/],
    ["TypeError", 'TypeError: can only concatenate str (not "int") to str', /Convert/],
    ["IndexError", "IndexError: list index out of range", /fewer items/],
    ["KeyError", "KeyError: 'a'", /no such key/],
    ["ZeroDivisionError", "ZeroDivisionError: division by zero", /zero/],
    ["ModuleNotFoundError", "ModuleNotFoundError: No module named 'numpy'", /numpy.*no network/],
    ["Error", "Error: Cannot find module 'left-pad'", /left-pad/],
    ["gaierror", "socket.gaierror: Temporary failure in name resolution", /without a network/],
    ["EOFError", "EOFError: EOF when reading a line", /more input/],
    ["ReferenceError", "ReferenceError: x is not defined", /does not know/],
    ["RangeError", "RangeError: Maximum call stack size exceeded", /called itself/],
  ])("explains %s: %s", (kind, message, expected) => {
    expect(explainError({ kind, message })).toMatch(expected);
  });

  it("says nothing where it does not know", () => {
    expect(explainError({ kind: "MyError", message: "MyError: strange" })).toBeNull();
    expect(explainError({ kind: null, message: "oh no" })).toBeNull();
  });
});
