import type { FidelityProgram } from "./fidelity-program.ts";

const py = String.raw;

/** How Python programs read and print. */
export const pythonInput: FidelityProgram[] = [
  {
    name: "input() with prompts",
    files: {
      "main.py":
        'name = input("Name? ")\nage = int(input("Age? "))\nprint(f"{name!r} is {age}")\nprint(repr(input()))\n',
    },
    stdin: "Ädä\r\n 36 \nlast line without end",
  },
  {
    name: "input() at the end of input",
    files: { "main.py": 'print(input("a "))\ninput("b ")\n' },
    stdin: "one\n",
    exit: 1,
  },
  {
    name: "input that is not a number",
    files: { "main.py": 'int(input("A number: "))\n' },
    stdin: "twelve\n",
    exit: 1,
  },
  {
    name: "sys.stdin by line, and what is left",
    files: {
      "main.py": py`import sys

print(repr(sys.stdin.readline()), repr(sys.stdin.read(3)))
for number, line in enumerate(sys.stdin):
    print(number, repr(line))
print(repr(sys.stdin.read()), sys.stdin.newlines)
`,
    },
    stdin: "first\nsecond\r\n\nfourth ☃\nfifth",
  },
  {
    name: "binary standard input",
    files: {
      "main.py": py`import hashlib
import sys

data = sys.stdin.buffer.read()
print(len(data), hashlib.sha256(data).hexdigest(), data[:12])
`,
    },
    stdin: "\0\u0001\u00ff\r\n\ufeff".repeat(9000),
  },
  {
    name: "reading the descriptor itself",
    files: {
      "main.py": py`import os
import select
import sys

print(select.select([0], [], [], 5)[0])
data = b""
while chunk := os.read(0, 5):
    data += chunk
print(data, os.read(0, 1), repr(sys.stdin.read()))
`,
    },
    stdin: "straight from descriptor 0",
  },
  { name: "standard input that stays unread", files: { "main.py": "print('done')\n" }, stdin: "x".repeat(200_000) },
  {
    name: "a child reads the rest",
    files: {
      "main.py": py`import os
import subprocess
import sys

line = b""
while not line.endswith(b"\n"):
    line += os.read(0, 1)
print(line, flush=True)
subprocess.run([sys.executable, "-c", "import sys; print(sys.stdin.read().upper())"], check=True)
subprocess.run(["cat"], check=True)
print(repr(sys.stdin.read()))
`,
    },
    stdin: "for the parent\nfor the child\nand more",
  },
  {
    name: "csv and fileinput from standard input",
    files: {
      "main.py": py`import csv
import fileinput
import sys

rows = csv.DictReader(sys.stdin)
print([next(rows), next(rows)])
for line in fileinput.input():
    print(fileinput.filename(), fileinput.lineno(), line, end="")
`,
    },
    stdin: 'name,age\n"Lovelace, Ada",36\nAlan,41\nrest one\nrest two\n',
  },
  {
    name: "code.interact and pdb read commands",
    files: {
      "main.py": py`import code

total = 40
breakpoint()
total += 1
code.interact(local={"total": total}, exitmsg="bye")
`,
    },
    stdin: "p total\nw\nn\nc\ntotal + 2\n1 / 0\nexit(3)\n",
    exit: 3,
  },
  {
    name: "output just below the limit",
    files: {
      "main.py": py`import sys

for number in range(400):
    print(number, "äöü" * 3)
sys.stderr.write("e" * 500)
print("end", end="")
`,
    },
  },
  {
    name: "print: separators, ends, files, flush and a closed stream",
    files: {
      "main.py": py`import os
import sys

print("a", "b", sep="-", end="!\n", flush=True)
print("to stderr", file=sys.stderr)
print("progress\rover\b\x07\ttab\x0c")
os.write(1, b"bytes\n")
sys.stdout.writelines(["x\n", "y\n"])
print(sys.stdout.write("z\n"), sys.stdout.buffer.flush())
os.close(1)
print("nowhere")
`,
    },
    exit: 1,
  },
];
