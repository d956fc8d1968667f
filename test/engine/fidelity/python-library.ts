import type { FidelityProgram } from "./fidelity-program.ts";

const py = String.raw;

/** The standard library where it looks at the program around it, and the program's own modules. */
export const pythonLibrary: FidelityProgram[] = [
  {
    name: "argparse: a wrong use",
    files: {
      "main.py": py`import argparse

parser = argparse.ArgumentParser(description="Adds")
parser.add_argument("numbers", nargs="+", type=int)
parser.add_argument("--verbose", action="store_true")
print(parser.format_help(), parser.parse_args(["1", "2"]))
parser.parse_args()
`,
    },
    exit: 2,
  },
  {
    name: "unittest.main",
    files: {
      "main.py": py`import re
import sys
import unittest


class Timeless:
    """Standard error without the time that the tests took."""

    def write(self, text):
        sys.stderr.write(re.sub(r"in \d+\.\d+s", "in 0.000s", text))

    def flush(self):
        sys.stderr.flush()


class Sums(unittest.TestCase):
    def test_right(self):
        self.assertEqual(1 + 1, 2)

    def test_wrong(self):
        self.assertEqual({"a": [1, 2]}, {"a": [1, 3]})

    def test_error(self):
        with self.subTest(kind="int"):
            int("x")


if __name__ == "__main__":
    unittest.main(testRunner=unittest.TextTestRunner(stream=Timeless(), verbosity=2))
`,
    },
    exit: 1,
  },
  {
    name: "doctest",
    files: {
      "main.py": py`def double(number):
    """
    >>> double(2)
    4
    >>> double("ab")
    'aba'
    """
    return number * 2


import doctest

print(doctest.testmod())
`,
    },
  },
  {
    name: "pickle, copy and repr of the program's own classes",
    files: {
      "main.py": py`import copy
import enum
import pickle
from dataclasses import asdict, dataclass, field
from typing import NamedTuple


@dataclass(order=True)
class Item:
    name: str
    tags: list[str] = field(default_factory=list)


class Colour(enum.Enum):
    RED = 1


class Pair(NamedTuple):
    left: int
    right: int


for value in (Item("x", ["a"]), Colour.RED, Pair(1, 2), Item, Colour):
    data = pickle.dumps(value)
    print(pickle.loads(data), copy.deepcopy(value) == value, b"__main__" in data, type(value))
print(asdict(Item("y")), Item.__module__, Item("a") < Item("b"))
try:
    pickle.dumps(lambda: None)
except pickle.PicklingError as error:
    print(str(error).split(" at 0x")[0])
`,
    },
  },
  {
    name: "annotations and type hints",
    files: {
      "main.py": py`from __future__ import annotations

import typing

limit: int = 3
names: "list[str]"


class Node:
    next: Node | None
    value: typing.Final[int] = 1


def visit(node: Node, depth: int = 0) -> list[Node]: ...


print(__annotations__, typing.get_type_hints(Node), typing.get_type_hints(visit), visit.__annotations__)
typing.get_type_hints(type("Broken", (), {"__annotations__": {"x": "Missing"}, "__module__": "__main__"}))
`,
    },
    exit: 1,
  },
  {
    name: "packages, relative imports and importlib",
    files: {
      "main.py": py`import importlib
import importlib.resources
import pkgutil
import sys

import zoo
from zoo import birds
from zoo.birds import sing

print(zoo.__file__, zoo.__path__, zoo.__package__, zoo.__spec__.origin, birds.__spec__.parent, birds.__cached__, sing())
module = importlib.import_module("zoo.birds")
print(module is birds, importlib.reload(zoo) is zoo, [m.name for m in pkgutil.iter_modules(zoo.__path__)])
print(importlib.util.find_spec("zoo.fish").origin, importlib.util.find_spec("nothing"), pkgutil.get_data("zoo", "data.txt"))
print(importlib.resources.files("zoo").joinpath("data.txt").read_text(), [n for n in sys.modules if "zoo" in n])
from .zoo import birds
`,
      "zoo/__init__.py": 'print("zoo loads")\nfrom . import birds\n',
      "zoo/birds.py": 'from .fish import swim\n\n\ndef sing():\n    return "tweet " + swim()\n',
      "zoo/fish.py": 'def swim():\n    return __name__ + " " + __package__\n',
      "zoo/data.txt": "data ☃\n",
    },
    exit: 1,
  },
  {
    name: "runpy, exec and __main__.py",
    files: {
      "main.py": py`import runpy
import sys

print(sorted(runpy.run_path("script.py", run_name="__main__")))
print(runpy.run_module("tool", run_name="__main__", alter_sys=True)["__name__"], sys.argv)
exec(compile(open("script.py").read(), "script.py", "exec"))
runpy.run_module("tool.missing")
`,
      "script.py": "import sys\nprint(__name__, globals().get('__file__'), sys.argv)\nvalue = 1\n",
      "tool/__init__.py": "",
      "tool/__main__.py": "import sys\nprint(__name__, __package__, __file__, sys.argv)\n",
    },
    exit: 1,
  },
  {
    name: "modules that hide the standard library's",
    files: {
      "main.py":
        "import json, random, re\n\nprint(json.__file__, random.__file__, json.loads, re.__file__, random.randint)\n",
      "json.py": "loads = 'my own'\n",
      "random.py": "print('the learner named a file random.py')\nfrom re import match\n",
      "re.py": "match = None\n",
    },
    exit: 1,
  },
  {
    name: "help() and pydoc",
    files: {
      "main.py": py`"""Docs of main."""
import pydoc


class Shape:
    """A shape."""

    def area(self) -> float:
        """Its area."""


help(Shape)
print(pydoc.render_doc("__main__", renderer=pydoc.plaintext))
`,
    },
  },
  {
    name: "profile, trace and dis",
    files: {
      "main.py": py`import dis
import sys
import trace


def add(a, b):
    return a + b


dis.dis(add)
tracer = trace.Trace(count=False, trace=True)
tracer.runfunc(add, 1, 2)
sys.setprofile(lambda frame, event, arg: print(event, frame.f_code.co_name) if event == "call" else None)
add(3, 4)
`,
    },
  },
  {
    name: "temporary files, a full disk and a read-only one",
    files: {
      "main.py": py`import os
import shutil
import tempfile

print(tempfile.gettempdir(), os.statvfs("/tmp").f_blocks, os.statvfs("/tmp").f_files, shutil.disk_usage("/tmp").total)
with tempfile.TemporaryDirectory() as folder:
    print(os.path.dirname(folder), oct(os.stat(folder).st_mode))
for path in ("/usr/x", "/etc/passwd", "/x"):
    try:
        open(path, "w")
    except OSError as error:
        print(error)
with open("large", "wb") as file:
    while True:
        file.write(bytes(1 << 20))
`,
    },
    exit: 1,
  },
  {
    name: "hashes, random numbers and identity of types",
    files: {
      "main.py": py`import collections.abc
import enum
import functools
import json
import random
import re
import sys

random.seed(7)
print(random.random(), random.sample(range(100), 5), hash(12.5), sys.hash_info)
print(isinstance(collections.deque(), collections.abc.MutableSequence), re.compile("a").__class__ is re.Pattern)
print(enum.Enum.__class__ is enum.EnumMeta, re.RegexFlag.__mro__[1:-1], functools.partial, json.JSONDecodeError.__mro__)
print(functools.singledispatch(lambda x: x).registry.keys(), json.dumps({"ü": [1, None]}), json.loads("[1e3]"))
`,
    },
  },
];
