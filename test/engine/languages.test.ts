import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import { toVerdict } from "#shared/verdict.ts";
import { dockerfiles } from "./open-core.ts";
import { languageTest, openTestCore, type TestCore } from "./test-core.ts";

interface Programs {
  /** Prints what it reads, after a prompt, to show that input reaches it untouched. */
  echo: string;
  /** Ends with an error, and what standard error then says. */
  failing: string;
  says: RegExp;
  /** Does not compile; only for compiled languages. */
  wrong?: string;
}

const PROGRAMS: Record<string, Programs> = {
  bash: {
    echo: 'printf "name? "; read -r name; echo "<$name>"; cat',
    failing: "no-such-command; exit 3",
    says: /not found/,
  },
  c: {
    echo: '#include <stdio.h>\nint main(void){char n[99];printf("name? ");scanf("%98[^\\n]",n);getchar();printf("<%s>\\n",n);int c;while((c=getchar())!=EOF)putchar(c);}',
    failing: '#include <stdio.h>\nint main(void){fputs("bad\\n",stderr);return 3;}',
    says: /^bad$/m,
    wrong: "int main(void) {\n  return x;\n}\n",
  },
  cpp: {
    echo: '#include <iostream>\n#include <string>\nint main(){std::string n;std::cout<<"name? ";std::getline(std::cin,n);std::cout<<"<"<<n<<">\\n"<<std::cin.rdbuf();}',
    failing: '#include <stdexcept>\nint main(){throw std::runtime_error("bad");}',
    says: /what\(\):\s+bad/,
    wrong: "int main() {\n  std::cout << 1;\n}\n",
  },
  go: {
    echo: 'package main\nimport ("bufio";"fmt";"io";"os";"strings")\nfunc main(){r:=bufio.NewReader(os.Stdin);fmt.Print("name? ");n,_:=r.ReadString(\'\\n\');fmt.Printf("<%s>\\n",strings.TrimSpace(n));io.Copy(os.Stdout,r)}',
    failing: 'package main\nfunc main(){panic("bad")}',
    says: /panic: bad/,
    wrong: "package main\n\nfunc main() {\n\tx := 1\n}\n",
  },
  java: {
    echo: 'import java.util.Scanner;\npublic class Main{public static void main(String[] a){var s=new Scanner(System.in);System.out.print("name? ");System.out.println("<"+s.nextLine()+">");while(s.hasNextLine())System.out.println(s.nextLine());}}',
    failing: 'public class Main{public static void main(String[] a){throw new IllegalStateException("bad");}}',
    says: /IllegalStateException: bad/,
    wrong: "public class Main {\n  int x = y;\n}\n",
  },
  lua: {
    echo: 'io.write("name? ") local n=io.read() print("<"..n..">") io.write(io.read("a"))',
    failing: 'error("bad")',
    says: /main.lua:1: bad/,
  },
  php: {
    echo: '<?php echo "name? "; $n=trim(fgets(STDIN)); echo "<$n>\\n"; echo stream_get_contents(STDIN);',
    failing: '<?php throw new Exception("bad");',
    says: /Uncaught Exception: bad/,
  },
  ruby: {
    echo: 'print "name? "\nn = gets.chomp\nputs "<#{n}>"\nprint $stdin.read',
    failing: 'raise "bad"',
    says: /main.rb:1:in `<main>': bad \(RuntimeError\)/,
  },
  rust: {
    echo: 'use std::io::*;\nfn main(){print!("name? ");stdout().flush().unwrap();let mut n=String::new();stdin().read_line(&mut n).unwrap();println!("<{}>",n.trim());copy(&mut stdin(),&mut stdout()).unwrap();}',
    failing: 'fn main(){panic!("bad");}',
    says: /panicked at 'bad'|panicked at/,
    wrong: 'fn main() {\n    let x: i32 = "1";\n}\n',
  },
  sql: { echo: "", failing: "SELECT 1;\nSELECT * FROM missing;", says: /no such table: missing/ },
};

const ids = Object.keys(PROGRAMS);

let core: TestCore;
beforeAll(async () => {
  core = await openTestCore({ poolSize: 1 });
});
afterAll(() => core?.close());

const languageOf = async (id: string): Promise<Language> => {
  const language = (await core.call("languages.list", {})).find((candidate) => candidate.id === id);
  if (!language) throw new Error(`${id} is not listed`);
  return language;
};
const run = async (id: string, content: string, more: { stdin?: string; entry?: string } = {}) => {
  const language = await languageOf(id);
  const { entry = language.entry, stdin = "" } = more;
  return core.run({ language: id, files: { [entry]: content }, stdin });
};

describe.each(ids)("%s", (id) => {
  const { echo, failing, says, wrong } = PROGRAMS[id] as Programs;

  languageTest("is added: its image is built and its sample runs", { timeout: 240_000 }, async () => {
    const stages: string[] = [];
    const off = core.core.events.on("language.progressed", ({ stage }) => stages.push(stage));
    const { language, sample } = await core.call("languages.add", { id });
    off();
    expect(stages).toEqual(["checking", "building", "starting", "listed"]);
    expect(sample.stdout).not.toBe("");
    expect(sample.compileMs !== null).toBe(language.compile !== null);
    expect(await languageOf(id)).toEqual(language);
  });

  languageTest("runs its sample in a sandbox that waits", async () => {
    await core.call("pool.prepare", { language: id });
    await expect
      .poll(async () => (await core.call("app.status", {})).warm[id], { timeout: 30_000, interval: 50 })
      .toBe(1);
    const language = await languageOf(id);
    const result = await run(id, language.sample);
    expect(result).toMatchObject({ outcome: "completed", warm: true, isolated: true, stderr: "" });
    expect(result.compileMs !== undefined).toBe(language.compile !== null);
  });

  (echo === "" ? languageTest.skip : languageTest)("leaves the program's input to the program", async () => {
    const result = await run(id, echo, { stdin: "Ada Löve\nfirst\nlast" });
    expect(result.stdout.trimEnd()).toBe("name? <Ada Löve>\nfirst\nlast");
    expect(result.outcome).toBe("completed");
  });

  languageTest("says how a failing program ended", async () => {
    const result = await run(id, failing);
    expect(result.stderr).toMatch(says);
    expect(["failed", "signaled"]).toContain(result.outcome);
  });

  (wrong === undefined ? languageTest.skip : languageTest)(
    "says that a program does not compile, and keeps the compiler's words",
    async () => {
      const result = await run(id, wrong ?? "");
      expect(result).toMatchObject({ outcome: "compile_error", stdout: "", firstOutputMs: null, signal: null });
      expect(result.exitCode).toBeGreaterThan(0);
      expect(result.stderr).toMatch(/[Mm]ain\.\w+:\d+/);
      expect(result.wallMs).toBe(result.compileMs);
    },
  );
});

describe("a compile step", () => {
  languageTest("takes all source files, and leaves the others alone", async () => {
    const files = {
      "main.c": '#include "lib/two.h"\n#include <stdio.h>\nint main(void) { printf("%d\\n", two()); }\n',
      "lib/two.c": '#include "two.h"\nint two(void) { return 2; }\n',
      "lib/two.h": "int two(void);\n",
      "- odd 'name'.c": "int odd;\n",
      "data.txt": "this is no C",
    };
    expect(await core.run({ language: "c", files, stdin: "" })).toMatchObject({ outcome: "completed", stdout: "2\n" });
  });

  languageTest("runs before the clock of the program starts", async () => {
    const code = "#include <unistd.h>\nint main(void) { for (;;) pause(); }\n";
    const result = await core.run({ language: "c", files: { "main.c": code }, stdin: "", limits: { wallMs: 1_000 } });
    expect(result.outcome).toBe("time_limit");
    expect(result.compileMs).toBeGreaterThan(0);
  });

  languageTest("cannot be taken for the program: what the compiler prints goes to standard error", async () => {
    const code = '#pragma message "\\0sandpit-compiled"\nint main(void) { return 0; }\n';
    const result = await core.run({ language: "c", files: { "main.c": code }, stdin: "" });
    expect(result).toMatchObject({ outcome: "completed", stdout: "" });
    expect(result.stderr).toContain("sandpit-compiled");
  });
});

describe("a compiler", () => {
  /** A language whose compiler is the program itself: what the entry says is done while compiling. */
  const compile = (script: string, more: { limits?: Partial<Limits> } = {}) =>
    core.run({ language: "steps", files: { "main.steps": script }, stdin: "for the program", ...more });

  beforeAll(async () => {
    if (inject("noLanguages") !== null) return;
    const { files } = await core.call("languages.template", { id: "steps" });
    const definition = {
      ...{ id: "steps", label: "Steps", extensions: [".steps"], entry: "main.steps", sample: "sample.txt" },
      ...{ compile: { command: ["sh", "{entry}"], wallMs: 1_500 }, command: ["sh", "-c", "echo ran; cat"] },
    };
    const changed = files.map((file) =>
      file.name === "language.json" ? { ...file, content: JSON.stringify(definition) } : file,
    );
    await core.call("languages.add", { id: "steps", files: changed });
  });

  languageTest("that takes too long is stopped, and the program never began", async () => {
    const result = await compile("echo working; sleep 60");
    expect(result).toMatchObject({ outcome: "compile_error", exitCode: null, stdout: "", stderr: "working\n" });
    expect(toVerdict(result).explanation).toMatch(/still working after 1\.\d+ s/);
  });

  languageTest("that needs too much memory is told from one that found a mistake", async () => {
    const result = await compile("head -c 200m /dev/zero | tail", { limits: { memoryBytes: 64 * 1024 * 1024 } });
    expect(result).toMatchObject({ outcome: "compile_error", signal: "SIGKILL", stdout: "" });
    expect(toVerdict(result).explanation).toContain("more than 64 MB");
  });

  languageTest("gets nothing of the program's input, and what it prints is no output of the program", async () => {
    const result = await compile("echo said; cat");
    expect(result).toMatchObject({ outcome: "completed", stdout: "ran\nfor the program", stderr: "said\n" });
  });

  languageTest("that prints very much does not make the program one that did", async () => {
    const result = await compile("yes error | head -c 300000; exit 1");
    expect(result).toMatchObject({ outcome: "compile_error", exitCode: 1, truncated: { stderr: true } });
  });
});

describe("an interpreter that waits for its script", () => {
  languageTest("runs an entry of another name all the same", async () => {
    const files = { "other.rb": 'require_relative "lib"\nputs $0, helped\n', "lib.rb": 'def helped = "yes"\n' };
    const result = await core.run({ language: "ruby", files, stdin: "" });
    expect(result).toMatchObject({ outcome: "completed", stdout: "other.rb\nyes\n" });
  });

  languageTest("finds its script where it was started, and nothing of what brought it", async () => {
    const script = [
      "puts __FILE__, File.ftype(__FILE__), File.read(__FILE__).lines.size, Dir.pwd, Dir.children('.').inspect",
      "puts DATA.read, (Process.wait rescue 'no children'), ENV.keys.grep(/SANDPIT/).inspect, $stdin.read",
      "__END__",
      "some data",
    ].join("\n");
    const result = await core.run({ language: "ruby", files: { "main.rb": script }, stdin: "input" });
    const told = ["main.rb", "file", "4", "/tmp/run", '["main.rb"]', "some data", "no children", "[]", "input"];
    expect(result.stdout.trimEnd().split("\n")).toEqual(told);
  });

  languageTest("takes a script that is larger than a pipe, and one that is empty", async () => {
    const long = `${"# a comment to fill the pipe\n".repeat(20_000)}echo(1);`;
    const limits = { codeBytes: 1024 * 1024 };
    const result = await core.run({ language: "php", files: { "main.php": `<?php\n${long}` }, stdin: "", limits });
    expect(result).toMatchObject({ outcome: "completed", stdout: "1" });
    for (const [language, file] of Object.entries({ php: "main.php", ruby: "main.rb", lua: "main.lua" }))
      expect(await core.run({ language, files: { [file]: "" }, stdin: "" })).toMatchObject({
        outcome: "completed",
        stdout: "",
      });
  });
});

describe("an image with no more than a shell", () => {
  languageTest("has its programs handed over all the same, byte by byte", async () => {
    const { files } = await core.call("languages.template", { id: "bare" });
    const changed = files.map((file) =>
      file.name === "Dockerfile"
        ? { ...file, content: file.content.replace("USER 10001", "RUN rm /usr/bin/head\nUSER 10001") }
        : file,
    );
    await core.call("languages.add", { id: "bare", files: changed });
    const program = { "main.bare": "cat data/ü.txt; cat", "data/ü.txt": `${"ä\n".repeat(500)}` };
    const result = await core.run({ language: "bare", files: program, stdin: "rest" });
    expect(result).toMatchObject({ outcome: "completed", stdout: `${"ä\n".repeat(500)}rest`, stderr: "" });
  });
});

describe("isolation of added languages", () => {
  languageTest("files in /tmp are executed only where the language needs it", async () => {
    const script = 'printf "#!/bin/sh\\necho ran\\n" >/tmp/x; chmod +x /tmp/x; /tmp/x';
    const result = await run("bash", script);
    expect(result.stdout).not.toContain("ran");
    expect(result.stderr).toMatch(/Permission denied/);
  });

  languageTest("the rest is locked down as for the others", async () => {
    const script = `id -u; grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status | tr -d '\\t '; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; touch /usr/x 2>&1 | grep -o 'Read-only file system'`;
    const result = await run("bash", script);
    expect(result.stdout.trim().split("\n")).toEqual([
      ...["10001", "CapEff:0000000000000000", "NoNewPrivs:1", "Seccomp:2", "lo", "Read-only file system"],
    ]);
  });
});

describe("the list of languages", () => {
  languageTest("does not run without a container, and says so", async () => {
    const failure = await core.refusal("run.start", {
      ...{ id: "local", language: "lua", files: [{ path: "main.lua", content: "" }], backend: "local" },
    });
    expect(failure.code).toMatch(/policy_forbids|language_unavailable/);
    const local = await openTestCore({ home: core.home, backendPolicy: "local", poolSize: 0 });
    const refused = await local.refusal("run.start", {
      ...{ id: "local", language: "lua", files: [{ path: "main.lua", content: "" }] },
    });
    expect(refused).toMatchObject({ code: "language_unavailable" });
    expect(refused.message).toContain("Lua 5.4 runs only in a container");
    await local.core.close();
  });

  languageTest("names a broken folder with its fault, and hides no other", async () => {
    const folder = join(core.home, "languages", "broken");
    await mkdir(folder);
    await writeFile(join(folder, "language.json"), '{ "id": "broken" }');
    await symlink("/etc/passwd", join(folder, "sample.txt"));
    const { broken } = await core.call("languages.catalog", {});
    expect(broken).toHaveLength(1);
    const told = broken[0]?.faults.map(({ file, message }) => `${file}: ${message}`).join("\n");
    expect(told).toContain("sample.txt: A language has only files");
    expect(told).toContain("There is no Dockerfile");
    expect(told).toMatch(/language.json: "label" is missing/);
    expect((await core.call("languages.list", {})).map(({ id }) => id)).toContain("lua");
    await core.call("languages.remove", { folder: "broken" });
    expect((await core.call("languages.catalog", {})).broken).toEqual([]);
  });

  languageTest("changes while it runs: a folder that comes is there, and one that goes is not", async () => {
    const home = await mkdtemp(join(tmpdir(), "sandpit-test-"));
    const other = await openTestCore({ home, watchEngine: true, poolSize: 0 });
    const seen: string[][] = [];
    other.core.events.on("languages.changed", ({ languages }) => seen.push(languages.map(({ id }) => id)));
    await cp(join(dockerfiles, "lua"), join(home, "languages", "lua"), { recursive: true });
    await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toContain("lua");
    await rm(join(home, "languages", "lua"), { recursive: true });
    await expect.poll(() => seen.at(-1), { timeout: 10_000 }).not.toContain("lua");
    await other.close();
    await rm(home, { recursive: true });
  });

  languageTest("keeps nothing of a language whose sample fails", async () => {
    const template = await core.call("languages.template", { id: "mine" });
    const files = template.files.map((file) => (file.name === "sample.txt" ? { ...file, content: "exit 3\n" } : file));
    const failure = await core.refusal("languages.add", { id: "mine", files });
    expect(failure.message).toMatch(/sample did not run: Stopped by an error.*exit code 3/);
    expect((await core.call("images.list", {})).map(({ tag }) => tag)).not.toContain("sandpit-language-mine:latest");
    expect((await readdir(join(core.home, "languages"))).filter((name) => /mine|adding/.test(name))).toEqual([]);
  });

  languageTest("keeps nothing of a language whose image cannot be built, and says at which line", async () => {
    const { files } = await core.call("languages.template", { id: "mine" });
    const wrong = files.map((file) =>
      file.name === "Dockerfile"
        ? { ...file, content: "FROM debian:bookworm-slim\nRUN no-such-program\nUSER 10001\n" }
        : file,
    );
    const failure = await core.refusal("languages.add", { id: "mine", files: wrong });
    expect(failure).toMatchObject({ code: "image_build_failed", details: { line: 2 } });
    expect((await readdir(join(core.home, "languages"))).filter((name) => /mine|adding/.test(name))).toEqual([]);
  });

  languageTest("takes a template as it is, and removes it with its image", async () => {
    const { files } = await core.call("languages.template", { id: "mine" });
    const { language, sample } = await core.call("languages.add", { id: "mine", files });
    expect(sample.stdout).toBe("Hello from Sandpit\n");
    expect((await core.call("images.list", {})).map(({ tag }) => tag)).toContain(language.imageTag);
    await core.call("languages.remove", { folder: "mine" });
    expect((await core.call("images.list", {})).map(({ tag }) => tag)).not.toContain(language.imageTag);
    expect((await core.refusal("languages.remove", { folder: "mine" })).code).toBe("not_found");
    for (const folder of ["../languages", ".", "..", "lua/../lua"])
      expect((await core.refusal("languages.remove", { folder })).code).toBe("not_found");
  });

  languageTest("builds a stranger's files only with the user's leave", async () => {
    const { files } = await core.call("languages.template", { id: "mine" });
    const page = { source: "window" as const, mayRunLocally: () => false };
    expect(await core.core.dispatch("languages.add", { id: "mine", files }, page)).toMatchObject({
      ok: false,
      error: { code: "policy_forbids" },
    });
  });
});
