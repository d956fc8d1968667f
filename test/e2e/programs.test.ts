import { describe, expect } from "vitest";
import { readClipboard, writeClipboard } from "./clipboard.ts";
import type { CodePage } from "./code-page.ts";
import { engineWindowTest } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";
import { openForAll } from "./open-for-all.ts";

let launched: OpenedApp;
let code: CodePage;

openForAll((opened, page) => {
  launched = opened;
  code = page;
});

describe("a learner", () => {
  engineWindowTest("types a program, runs it, and sees it stream while it runs", async () => {
    await code.runProgram("import time\nprint('first')\ntime.sleep(1.5)\nprint('second')\n");
    await code.output.getByText("first").waitFor();
    expect(await code.output.innerText()).not.toContain("second");
    expect(await code.stopButton.isVisible()).toBe(true);
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("second");
    expect(await code.verdict.innerText()).toContain("Finished");
  });

  engineWindowTest("answers input() where the program asks, and sees that it waits", async () => {
    await code.runProgram("name = input('Who? ')\nprint('Hello', name)\n");
    await launched.page.getByText("Your program is waiting for input").waitFor();
    expect(await code.input.evaluate((field) => field === document.activeElement)).toBe(true);
    await launched.page.keyboard.type("Ada");
    await launched.page.keyboard.press("Enter");
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toMatch(/Who\? Ada\s+Hello Ada/);
  });

  engineWindowTest("who is naming a file when the program waits for input goes on naming it", async () => {
    await code.runProgram("import time\nprint('soon', flush=True)\ntime.sleep(1)\ninput()\n");
    await code.output.getByText("soon").waitFor();
    await code.tab("main.py").press("F2");
    const name = launched.page.getByRole("textbox", { name: "File name" });
    await name.fill("greet");
    await code.page.getByText("waiting for input").first().waitFor();
    await launched.page.keyboard.type("ing.py");
    expect(await name.inputValue()).toBe("greeting.py");
    await name.press("Escape");
    await code.stopButton.click();
    await code.untilEnded("cancelled");
  });

  engineWindowTest("who has gone back to the program keeps the cursor there when it waits for input", async () => {
    await code.runProgram("import time\nprint('soon', flush=True)\ntime.sleep(1)\ninput()\n");
    await code.output.getByText("soon").waitFor();
    await code.editor.click();
    await code.page.getByText("waiting for input").first().waitFor();
    expect(await code.editor.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await code.stopButton.click();
    await code.untilEnded("cancelled");
  });

  engineWindowTest("pastes several lines of input, and ends it with Ctrl-D", async () => {
    await code.runProgram("import sys\nfor line in sys.stdin:\n    print('[' + line.strip() + ']')\nprint('end')\n");
    await launched.page.getByText("Your program is waiting for input").waitFor();
    await writeClipboard(launched, "one\ntwo\nthr");
    await code.input.focus();
    await code.press("Mod+v");
    await code.output.getByText("[two]").waitFor();
    await launched.page.keyboard.type("ee");
    await launched.page.keyboard.press("Control+d");
    await code.untilEnded("completed");
    expect((await code.output.innerText()).replace(/\s+/g, " ")).toMatch(/\[one\].*\[two\].*\[three\].*end/);
  });

  engineWindowTest("stops an endless loop with the button, and another with the keyboard", async () => {
    await code.runProgram("print('round')\nwhile True:\n    pass\n");
    await code.output.getByText("round").waitFor();
    await code.stopButton.click();
    await code.untilEnded("cancelled");
    await code.editor.click();
    await code.press("Mod+Enter");
    await code.stopButton.waitFor();
    await code.output.getByText("round").waitFor();
    await code.press("Mod+.");
    await code.untilEnded("cancelled");
    expect(await code.verdict.innerText()).toContain("You stopped");
  });

  engineWindowTest.for([
    ["completed", "print('fine')", "Finished"],
    ["failed", "import sys\nsys.exit(3)", "Stopped by an error"],
    ["signaled", "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", "crashed"],
    ["memory_limit", "x = bytearray(300 * 1024 * 1024)", "128 MB"],
    ["output_limit", "while True:\n    print('again')", "10 KB"],
    ["time_limit", "import time\nprint('slow')\ntime.sleep(60)", "30 s"],
  ] as const)("reads in plain words that a run was %s", async ([outcome, program, words]) => {
    await code.runProgram(program);
    await code.untilEnded(outcome);
    expect(await code.verdict.innerText()).toContain(words);
    expect(await code.verdict.getAttribute("data-isolated")).toBe("true");
  });

  engineWindowTest("jumps from a traceback to its line, which is marked with the message", async () => {
    await code.runProgram("def half(n):\n    return n / 0\n\n\nprint('about to')\nhalf(4)\n");
    await code.untilEnded("failed");
    // The two streams come through two pipes; what was printed first is shown first all the same.
    await expect.poll(() => code.output.innerText()).toMatch(/about to\s+Traceback/);
    const marked = launched.page.locator(".cm-line", { hasText: "return n / 0" });
    expect(await marked.innerText()).toContain("ZeroDivisionError");
    await code.output.getByRole("button", { name: /line 6/ }).click();
    await expect.poll(() => launched.page.getByText("Ln 6").count()).toBe(1);
    await launched.page.getByRole("button", { name: "Go to line 2" }).click();
    await expect.poll(() => launched.page.getByText("Ln 2").count()).toBe(1);
    expect(await code.editor.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    // With lines above it the place is elsewhere, and the links go there.
    await code.press("Mod+Home");
    await launched.page.keyboard.insertText("# one\n# two\n");
    await launched.page.getByRole("button", { name: "Go to line 2" }).click();
    await expect.poll(() => launched.page.getByText("Ln 4").count()).toBe(1);
    await code.output.getByRole("button", { name: /line 6/ }).click();
    await expect.poll(() => launched.page.getByText("Ln 8").count()).toBe(1);
  });

  engineWindowTest("reads how a program ended that was not stopped, whatever it printed", async () => {
    await code.tab("main.py").click();
    await code.runProgram("import sys\nprint('x' * 11000)\nsys.exit(3)\n");
    await code.untilEnded("output_limit");
    expect(await code.verdict.innerText()).toMatch(/ended by itself with exit code 3.*first 10 KB[\s\S]*exit code 3/);
    await code.runProgram("import sys\nsys.exit('bad thing')\n");
    await code.untilEnded("failed");
    expect(await code.verdict.innerText()).toContain("ended with exit code 1, which means that something went wrong");
    await code.runProgram("import threading\nthreading.Thread(target=lambda: 1 / 0).start()\n");
    await code.untilEnded("completed");
    expect(await code.verdict.innerText()).toContain("printed an error on the way");
  });

  engineWindowTest("writes TypeScript, and is shown where it does not parse", async () => {
    await launched.page.getByRole("button", { name: "New file" }).click();
    await code.chooseLanguage("TypeScript");
    await code.runProgram("enum Colour { Red, Green }\nconsole.log(Colour[Colour.Green]);\n");
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("Green");
    await code.runProgram("const a: number = 1;\nconst b: = 2;\n");
    await code.untilEnded("failed");
    await launched.page.getByRole("button", { name: "Go to line 2" }).waitFor();
    // Nothing was started, so nothing is said of its time and its sandbox.
    expect(await code.verdict.innerText()).not.toMatch(/Took|cold start|warm sandbox|exit code/);
  });

  engineWindowTest("goes to an error in a file that was closed, which is opened again for that", async () => {
    await code.tab("main.ts").press("Delete");
    await launched.page.getByRole("button", { name: "Close without saving" }).click();
    await expect.poll(() => code.tab("main.ts").count()).toBe(0);
    await launched.page.getByRole("button", { name: "Go to line 2" }).click();
    await code.files.getByRole("tab", { name: /^main\.ts/, selected: true }).waitFor();
    await expect.poll(() => launched.page.getByText("Ln 2").count()).toBe(1);
  });

  engineWindowTest("writes JavaScript beside it, and both run", async () => {
    await code.chooseLanguage("JavaScript");
    await code.runProgram("console.log('beside main.ts')\n");
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("beside main.ts");
  });

  engineWindowTest("sees only text, whatever the program prints", async () => {
    await code.tab("main.py").click();
    await code.runProgram(
      "print('<img src=x onerror=alert(1)><b>bold</b>')\nprint('\\033[31mred\\033[0m \\033]8;;https://example.com\\007link\\033]8;;\\007')\nprint('50%\\r100%')\n",
    );
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("<b>bold</b>");
    expect(await code.output.locator("img, b, a").count()).toBe(0);
    expect(await code.output.innerText()).toMatch(/red link/);
    expect(await code.output.innerText()).not.toContain("50%");
  });

  engineWindowTest("can copy and clear the output", async () => {
    await code.runProgram("print('to be copied')");
    await code.untilEnded("completed");
    await launched.page.getByRole("button", { name: "Copy output" }).click();
    await expect.poll(() => readClipboard(launched)).toContain("to be copied");
    await launched.page.getByRole("button", { name: "Clear output" }).click();
    await expect.poll(() => code.output.count()).toBe(0);
  });
});
