import { describe, expect, it } from "vitest";
import { explainError } from "../../../renderer/program-error/explain-error.ts";
import { parseProgramError, parseUnplacedError } from "../../../renderer/program-error/parse-error.ts";

const explain = (message: string, isolated = true) => {
  const kind = /^(?:[a-z][\w.]*\.)?([A-Z]\w*|gaierror)/.exec(message)?.[1] ?? null;
  return explainError({ kind, message }, isolated);
};

/** What Python 3.11 and Node.js 18 print, taken from runs of programs with these mistakes. */
describe("explainError", () => {
  it.each([
    ["SyntaxError: '(' was never closed", /not closed/],
    ["SyntaxError: unterminated string literal (detected at line 1)", /not closed/],
    ["SyntaxError: f-string: expecting '}'", /not closed/],
    ["SyntaxError: Unexpected end of input", /not closed/],
    ["SyntaxError: Expected '}', got '<eof>'", /not closed/],
    ["SyntaxError: Unterminated template", /not closed/],
    ["SyntaxError: missing ) after argument list", /round bracket of a call/],
    ["SyntaxError: expected ':'", /colon is missing/],
    ["SyntaxError: invalid syntax. Perhaps you forgot a comma?", /comma/],
    ["SyntaxError: unmatched ')'", /closing \)/],
    ["SyntaxError: closing parenthesis ']' does not match opening parenthesis '('", /another kind/],
    ["SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?", /print is a function/],
    ["SyntaxError: invalid character '“' (U+201C)", /character “/],
    ["SyntaxError: Invalid or unexpected token", /quotation mark/],
    ["SyntaxError: invalid syntax", /out of place/],
    ["SyntaxError: Unexpected token ';'", /out of place/],
    ["SyntaxError: Unexpected number", /out of place/],
    ["SyntaxError: Expression expected", /out of place/],
    ["SyntaxError: Expected ',', got 'ident'", /out of place/],
    ["SyntaxError: Expected ';', '}' or <eof>", /out of place/],
    [
      "SyntaxError: Unexpected token `=`. Expected an identifier, void, yield, null, await, break, a string literal, a numeric literal, true, false, `, -, import, this, typeof, {, [, (",
      /out of place/,
    ],
    ["SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?", /Maybe you meant '=='/],
    ["SyntaxError: cannot assign to subscript here. Maybe you meant '==' instead of '='?", /Maybe you meant '=='/],
    ["SyntaxError: Invalid left-hand side in assignment", /Maybe you meant '==='/],
    ["SyntaxError: Invalid assignment target", /Maybe you meant '==='/],
    ["SyntaxError: 'return' outside function", /outside of any function/],
    ["SyntaxError: Illegal return statement", /outside of any function/],
    ["SyntaxError: Return statement is not allowed here", /outside of any function/],
    ["SyntaxError: 'break' outside loop", /inside a loop/],
    ["SyntaxError: Illegal break statement", /inside a loop/],
    ["SyntaxError: 'await' outside function", /async/],
    ["SyntaxError: await is only valid in async functions and the top level bodies of modules", /async/],
    ["SyntaxError: Identifier 'x' has already been declared", /x is declared twice/],
    ["SyntaxError: Missing initializer in const declaration", /const gets its value/],
    ["SyntaxError: 'const' declarations must be initialized", /const gets its value/],
    ["SyntaxError: Unexpected token b in JSON at position 1", /not valid JSON/],
    ["SyntaxError: Unexpected end of JSON input", /not valid JSON/],
    ["json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", /not valid JSON/],
    ["SyntaxError: The requested module 'node:fs' does not provide an export named 'nope'", /what is imported/],
    ["IndentationError: unexpected indent", /blanks/],
    ["TabError: inconsistent use of tabs and spaces in indentation", /blanks/],
    ["TypeError: Assignment to constant variable.", /const keeps its first value/],
    ["TypeError: x is not a function", /no function/],
    ['TypeError: "a".foo is not a function', /no function/],
    ["TypeError: x is not a constructor", /class/],
    ["TypeError: Class constructor A cannot be invoked without 'new'", /write new/],
    ["TypeError: 5 is not iterable", /array/],
    ["TypeError: Found non-callable @@iterator", /array/],
    ["TypeError: undefined is not iterable", /value is missing/],
    ["TypeError: Cannot read properties of undefined (reading 'a')", /value is missing/],
    ["TypeError: Cannot set properties of undefined (setting 'a')", /value is missing/],
    ["TypeError: Cannot destructure property 'a' of 'null' as it is null.", /value is missing/],
    ["TypeError: 'int' object is not callable", /kind int is called/],
    ["TypeError: 'int' object is not subscriptable", /kind int has no items/],
    ["TypeError: 'dict_keys' object is not subscriptable", /kind dict_keys have no numbers/],
    ["TypeError: 'str' object does not support item assignment", /kind str/],
    ["TypeError: 'int' object is not iterable", /range/],
    ["TypeError: cannot unpack non-iterable int object", /range/],
    ["TypeError: argument of type 'int' is not iterable", /^in asks.*kind int/],
    ["TypeError: argument of type 'int' is not a container or iterable", /^in asks.*kind int/],
    ["TypeError: argument of type 'NoneType' is not iterable", /None/],
    ["TypeError: 'NoneType' object is not subscriptable", /None/],
    ["AttributeError: 'NoneType' object has no attribute 'append'", /None/],
    ['TypeError: can only concatenate str (not "NoneType") to str', /None/],
    ['TypeError: can only concatenate str (not "int") to str', /Convert/],
    ["TypeError: unsupported operand type(s) for +: 'int' and 'str'", /Convert/],
    ["TypeError: '<' not supported between instances of 'int' and 'str'", /Convert/],
    ["TypeError: can't multiply sequence by non-int of type 'str'", /Convert/],
    ["TypeError: f() missing 1 required positional argument: 'b'", /too many or too few/],
    ["TypeError: f() takes 1 positional argument but 2 were given", /too many or too few/],
    ["TypeError: f() got an unexpected keyword argument 'b'", /name b/],
    ["TypeError: sequence item 0: expected str instance, int found", /joined/],
    ["TypeError: list indices must be integers or slices, not str", /whole number/],
    ["TypeError: unhashable type: 'list'", /kind list/],
    ["TypeError: object of type 'int' has no len()", /length/],
    ["TypeError: 'float' object cannot be interpreted as an integer", /whole number/],
    ["ValueError: invalid literal for int() with base 10: 'abc'", /int\(\)/],
    ["ValueError: could not convert string to float: 'abc'", /float\(\)/],
    ["ValueError: not enough values to unpack (expected 3, got 2)", /as many names/],
    ["ValueError: list.remove(x): x not in list", /looked for/],
    ["ValueError: 2 is not in list", /looked for/],
    ["ValueError: max() arg is an empty sequence", /^max\(\)/],
    ["ValueError: math domain error", /square root/],
    ["IndexError: list index out of range", /fewer items/],
    ["IndexError: list assignment index out of range", /append/],
    ["IndexError: pop from empty list", /empty/],
    ["IndexError: pop from an empty deque", /empty/],
    ["KeyError: 'pop from an empty set'", /empty/],
    ["KeyError: 'popitem(): dictionary is empty'", /empty/],
    ["IndexError: Replacement index 1 out of range for positional args tuple", /format\(\)/],
    ["KeyError: 'a'", /no such key/],
    ["AttributeError: 'str' object has no attribute 'foo'", /spelling/],
    ["ZeroDivisionError: integer modulo by zero", /zero/],
    ["NameError: name 'totl' is not defined. Did you mean: 'total'?", /name totl/],
    [
      "UnboundLocalError: cannot access local variable 'x' where it is not associated with a value",
      /before it gets a value/,
    ],
    ["ReferenceError: x is not defined", /name x/],
    ["ReferenceError: Cannot access 'x' before initialization", /^x is used before/],
    ["ModuleNotFoundError: No module named 'numpy'", /numpy.*no network/],
    ["Error: Cannot find module 'left-pad'", /left-pad/],
    [
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/tmp/run/other.mjs' imported from /tmp/run/main.mjs",
      /module other.mjs here/,
    ],
    ["ImportError: cannot import name 'foo' from 'math' (unknown location)", /what is imported/],
    ["EOFError: EOF when reading a line", /input had ended/],
    ["RecursionError: maximum recursion depth exceeded", /called itself/],
    ["RangeError: Maximum call stack size exceeded", /called itself/],
    ["FileNotFoundError: [Errno 2] No such file or directory: 'nope.txt'", /no such file/],
    ["Error: ENOENT: no such file or directory, open 'nope.txt'", /no such file/],
    ["OSError: [Errno 30] Read-only file system: '/etc/x'", /[/]tmp/],
    ["socket.gaierror: [Errno -3] Temporary failure in name resolution", /without a network/],
    ["urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>", /without a network/],
    [
      "requests.exceptions.ConnectionError: HTTPConnectionPool(host='example.com', port=80): Max retries exceeded with url: / (Caused by NameResolutionError(\"Failed to resolve 'example.com' ([Errno -3] Temporary failure in name resolution)\"))",
      /without a network/,
    ],
    ["OSError: [Errno 101] Network is unreachable", /without a network/],
    ["Error: getaddrinfo EAI_AGAIN example.com", /without a network/],
  ])("explains %s", (message, expected) => {
    expect(explain(message)).toMatch(expected);
  });

  it.each([
    "ValueError: Age must be positive",
    "TypeError: Give me a number",
    "TypeError: fetch failed",
    "TypeError: Converting circular structure to JSON",
    "TypeError [ERR_INVALID_URL]: Invalid URL",
    "SyntaxError: Invalid regular expression: /(/: Unterminated group",
    "SyntaxError: name 'x' is assigned to before global declaration",
    "ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
    "AssertionError",
    "Error: mine",
    "IndexError: mine",
  ])("has no words of its own for %s", (message) => {
    expect(explain(message)).toBeNull();
  });

  it("says nothing where it does not know", () => {
    expect(explainError({ kind: "MyError", message: "MyError: strange" }, true)).toBeNull();
    expect(explainError({ kind: null, message: "oh no" }, true)).toBeNull();
  });

  it("does not blame isolation where there is none", () => {
    expect(explain("socket.gaierror: [Errno -3] Temporary failure in name resolution", false)).toBeNull();
    expect(explain("FileNotFoundError: [Errno 2] No such file or directory: 'nope.txt'", false)).not.toContain("tabs");
    expect(explain("ModuleNotFoundError: No module named 'numpy'", false)).toMatch(/numpy on this computer/);
  });
});

describe("what a program left on standard error", () => {
  const explainOutput = (file: string, stderr: string) => {
    const error = parseProgramError(stderr, [file]) ?? parseUnplacedError(stderr);
    return error && explainError(error, true);
  };

  it("has no canned words for what the program raises itself", () => {
    const python =
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 1, in <module>\n    raise KeyError("nope")\nKeyError: \'nope\'\n';
    expect(parseProgramError(python, ["main.py"])).toMatchObject({ line: 1, kind: "KeyError", thrown: true });
    expect(explainOutput("main.py", python)).toBeNull();
    const node =
      '/tmp/run/main.js:2\n  throw new TypeError("x is not a function");\n  ^\n\nTypeError: x is not a function\n    at f (/tmp/run/main.js:2:9)\n    at Module._compile (node:internal/modules/cjs/loader:1364:14)\n\nNode.js v18.20.4\n';
    expect(parseProgramError(node, ["main.js"])).toMatchObject({ line: 2, kind: "TypeError", thrown: true });
    expect(explainOutput("main.js", node)).toBeNull();
  });

  it("explains what a library raises for the program", () => {
    const urllib =
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 2, in <module>\n    urllib.request.urlopen("http://example.com")\n  File "/usr/lib/python3.11/urllib/request.py", line 1351, in do_open\n    raise URLError(err)\nurllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>\n';
    expect(explainOutput("main.py", urllib)).toMatch(/without a network/);
  });

  const FETCH =
    "node:internal/deps/undici/undici:16289\n    Error.captureStackTrace(err, this);\n          ^\n\nTypeError: fetch failed\n    at Object.fetch (node:internal/deps/undici/undici:16289:11)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)\nFRAME {\n  cause: Error: getaddrinfo EAI_AGAIN example.com\n      at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:107:26) {\n    errno: -3001,\n    code: 'EAI_AGAIN',\n    syscall: 'getaddrinfo',\n    hostname: 'example.com'\n  }\n}\n\nNode.js v18.20.4\n";

  it("finds the missing network behind a fetch that is awaited", () => {
    const stderr = FETCH.replace("FRAME", "    at async file:///tmp/run/main.js:1:1");
    expect(parseProgramError(stderr, ["main.js"])).toMatchObject({
      line: 1,
      message: "TypeError: fetch failed",
      cause: "Error: getaddrinfo EAI_AGAIN example.com",
    });
    expect(explainOutput("main.js", stderr)).toMatch(/without a network/);
  });

  it("finds it where no line of the program is named, too", () => {
    const stderr = FETCH.replace("\nFRAME", "");
    expect(parseProgramError(stderr, ["main.js"])).toBeNull();
    expect(explainOutput("main.js", stderr)).toMatch(/without a network/);
  });

  it("takes nothing for an error that is none", () => {
    expect(parseUnplacedError("Error: the program printed this itself\n")).toBeNull();
    expect(parseUnplacedError("")).toBeNull();
  });
});
