import type { FidelityProgram } from "./fidelity-program.ts";

const py = String.raw;

/** How Python programs end badly, and what they say then. */
export const pythonErrors: FidelityProgram[] = [
  {
    name: "traceback of an uncaught error",
    files: {
      "main.py": py`print("before")
numbers = [1, 2, 3]
print(numbers[7])
`,
    },
    exit: 1,
  },
  {
    name: "traceback through nested calls, with carets",
    files: {
      "main.py": py`def outer(value):
    return inner(value) + 1


def inner(value):
    return {"a": 1}["a"] / value["missing"]["deeper"]


class Thing:
    def run(self):
        return [outer(x) for x in ({"missing": {}},)]


Thing().run()
`,
    },
    exit: 1,
  },
  {
    name: "chained errors: raise from, while handling, from None, notes",
    files: {
      "main.py": py`import sys
import traceback


def load():
    try:
        int("forty-two")
    except ValueError as error:
        raise RuntimeError("could not load") from error


def quiet():
    try:
        {}["x"]
    except KeyError:
        raise LookupError("hidden cause") from None


for function in (load, quiet):
    try:
        function()
    except Exception:
        traceback.print_exc()
try:
    load()
except RuntimeError as error:
    error.add_note("a note")
    sys.stdout.flush()
    raise TypeError("while handling")
`,
    },
    exit: 1,
  },
  {
    name: "exception group",
    files: {
      "main.py": py`def fail(kind, text):
    raise kind(text)


errors = []
for kind in (ValueError, KeyError):
    try:
        fail(kind, "no " + kind.__name__)
    except Exception as error:
        errors.append(error)
raise ExceptionGroup("several", errors)
`,
    },
    exit: 1,
  },
  {
    name: "error in an imported module",
    files: {
      "main.py": "import shapes.circle\n\nprint(shapes.circle.area('x'))\n",
      "shapes/__init__.py": "",
      "shapes/circle.py": "import math\n\n\ndef area(radius):\n    return math.pi * radius ** 2\n",
    },
    exit: 1,
  },
  {
    name: "error while a module is being imported",
    files: { "main.py": "import broken\n", "broken.py": "value = 1\nvalue.missing\n" },
    exit: 1,
  },
  {
    name: "module that is not there",
    files: { "main.py": "from os import no_such_name\n" },
    exit: 1,
  },
  {
    name: "syntax error",
    files: { "main.py": 'print("never")\nif True\n    print("x")\n' },
    exit: 1,
  },
  {
    name: "indentation error",
    files: { "main.py": 'def f():\nprint("x")\n' },
    exit: 1,
  },
  {
    name: "tabs and spaces, in an imported module",
    files: { "main.py": "import mixed\n", "mixed.py": "if True:\n        x = 1\n\ty = 2\n" },
    exit: 1,
  },
  {
    name: "source that is not what its encoding says",
    files: { "main.py": "# -*- coding: ascii -*-\nprint('é')\n" },
    exit: 1,
  },
  {
    name: "errors in threads, and threading.excepthook",
    files: {
      "main.py": py`import threading


def work():
    raise ValueError("in a thread")


thread = threading.Thread(target=work)
thread.start()
thread.join()
threading.excepthook = lambda args: print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)
thread = threading.Thread(target=work, name="second")
thread.start()
thread.join()
print("still here")
`,
    },
  },
  {
    name: "errors in atexit functions",
    files: {
      "main.py": py`import atexit


@atexit.register
def first():
    print("runs last")


class Failing:
    """Has no address in its text, unlike a function."""

    __repr__ = lambda self: "<Failing>"

    def __call__(self):
        raise RuntimeError("at exit")


atexit.register(Failing())


print("end of main")
`,
    },
  },
  {
    name: "sys.excepthook and sys.unraisablehook",
    files: {
      "main.py": py`import sys

sys.excepthook = lambda kind, value, trace: print("hook:", kind.__name__, value, trace.tb_lineno)
sys.unraisablehook = lambda args: print("unraisable:", args.exc_type.__name__, args.exc_value, args.object.__qualname__)


class Fragile:
    def __del__(self):
        raise OSError("in __del__")


Fragile()
raise KeyError("uncaught")
`,
    },
    exit: 1,
  },
  {
    name: "recursion without end",
    files: { "main.py": "def dive(depth):\n    return dive(depth + 1)\n\n\ndive(0)\n" },
    exit: 1,
  },
  {
    name: "depth at which recursion ends",
    files: {
      "main.py": py`import sys

deepest = 0


def dive(depth):
    global deepest
    deepest = depth
    dive(depth + 1)


try:
    dive(1)
except RecursionError as error:
    print(deepest, error, sys.getrecursionlimit())
`,
    },
  },
  {
    name: "sys.exit with a number, after finally and atexit",
    files: {
      "main.py": py`import atexit
import sys

atexit.register(print, "atexit")
try:
    sys.exit(42)
finally:
    print("finally")
`,
    },
    exit: 42,
  },
  { name: "sys.exit with a text", files: { "main.py": "import sys\n\nsys.exit('that went wrong: ü')\n" }, exit: 1 },
  { name: "sys.exit with a number out of range", files: { "main.py": "print('x')\nraise SystemExit(259)\n" }, exit: 3 },
  {
    name: "os._exit leaves at once",
    files: {
      "main.py": py`import atexit
import os
import sys

atexit.register(print, "never")
sys.stdout.write("unbuffered, so it is there")
os._exit(7)
`,
    },
    exit: 7,
  },
  {
    name: "failed assertion",
    files: { "main.py": "total = 2 + 2\nassert total == 5, f'total is {total}'\n" },
    exit: 1,
  },
  {
    name: "warnings name file and line",
    files: {
      "main.py": py`import warnings
import old

warnings.warn("shown once")
old.use()
print("1" is 1, warnings.filters)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    warnings.warn("now an error", DeprecationWarning)
`,
      "old.py": "import warnings\n\n\ndef use():\n    warnings.warn('use is old', DeprecationWarning, stacklevel=2)\n",
    },
    exit: 1,
  },
  {
    name: "logging, with a traceback",
    files: {
      "main.py": py`import logging

logging.warning("before any set-up")
logging.basicConfig(format="%(levelname)s:%(module)s:%(lineno)d:%(funcName)s:%(threadName)s:%(processName)s:%(message)s")


def risky():
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception("it failed")


risky()
logging.getLogger("a.b").error("name %s", logging.getLogger("a.b").name, stack_info=True)
`,
    },
  },
  {
    name: "unprintable text: surrogates and encodings",
    files: {
      "main.py": py`import sys

print("ünï ☃ 😀 \x00 \x1b[0m")
print(sys.stdout.encoding, sys.stdout.errors, sys.stderr.encoding, sys.stderr.errors)
sys.stderr.write("\udc80 on stderr\n")
sys.stdout.buffer.write("raw ü\n".encode("latin-1", "xmlcharrefreplace").decode("latin-1").encode())
try:
    "ü".encode("ascii")
except UnicodeEncodeError as error:
    print(error)
print("a lone \ud800 surrogate")
`,
    },
    exit: 1,
  },
  {
    name: "json and re errors come from freshly imported modules",
    files: {
      "main.py": py`import json
import re
import traceback

for work in (lambda: json.loads('{"a": }'), lambda: re.compile("(")):
    try:
        work()
    except ValueError as error:
        print("ValueError", error)
    except re.error:
        traceback.print_exc()
json.loads("[1,")
`,
    },
    exit: 1,
  },
];
