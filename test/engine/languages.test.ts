import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import { toVerdict } from "#shared/verdict.ts";
import { LANGUAGE_PROGRAMS, type LanguagePrograms } from "./language-programs.ts";
import { languageTest, openTestCore, type TestCore } from "./test-core.ts";

const ids = Object.keys(LANGUAGE_PROGRAMS);

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
  const { echo, failing, says, wrong } = LANGUAGE_PROGRAMS[id] as LanguagePrograms;

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
