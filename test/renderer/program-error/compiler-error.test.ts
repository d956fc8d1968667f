import { expect, test } from "vitest";
import { parseCompilerError } from "../../../renderer/program-error/compiler-error.ts";

const FILES = ["main.c", "main.cpp", "main.go", "Main.java", "main.rs", "lib/util.c"];

// What GCC 12, Go 1.19, javac 17 and rustc 1.63 print.
test.each<[string, string, object | null]>([
  [
    "GCC",
    "main.c: In function ‘main’:\nmain.c:1:5: warning: unused variable ‘y’ [-Wunused-variable]\nmain.c:2:10: error: ‘x’ undeclared (first use in this function)\n    2 |   return x;\n      |          ^\n",
    { file: "main.c", line: 2, column: 10, message: "‘x’ undeclared (first use in this function)" },
  ],
  [
    "GCC, in a file that is included",
    "In file included from main.c:1:\nlib/util.c:3:1: error: expected ‘;’ before ‘}’ token\n",
    { file: "lib/util.c", line: 3, column: 1 },
  ],
  [
    "GCC, a header that is not there",
    "main.cpp:1:10: fatal error: nothing.h: No such file or directory\n    1 | #include <nothing.h>\n",
    { file: "main.cpp", line: 1, message: "nothing.h: No such file or directory" },
  ],
  [
    "Go",
    "# command-line-arguments\n./main.go:4:2: x declared but not used\n",
    { file: "main.go", line: 4, column: 2, message: "x declared but not used" },
  ],
  [
    "javac",
    "Main.java:2: error: cannot find symbol\n  int x = y;\n          ^\n  symbol:   variable y\n1 error\n",
    { file: "Main.java", line: 2, column: null, message: "cannot find symbol" },
  ],
  [
    "rustc",
    'warning: unused variable: `y`\n --> main.rs:1:9\n\nerror[E0308]: mismatched types\n --> main.rs:2:18\n  |\n2 |     let x: i32 = "1";\n',
    { file: "main.rs", line: 2, column: 18, message: "mismatched types" },
  ],
  [
    "the linker, which knows no lines",
    "/usr/bin/ld: /tmp/x.o: undefined reference to `two'\ncollect2: error: ld returned 1\n",
    null,
  ],
  ["a library", "/usr/include/stdio.h:3:1: error: something\n", null],
  ["only a warning", "main.c:1:5: warning: unused variable\n", null],
])("finds the first error of %s", (_, stderr, expected) => {
  const found = parseCompilerError(stderr, FILES);
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatchObject(expected);
});
