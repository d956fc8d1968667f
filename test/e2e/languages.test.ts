import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { findViolations } from "./axe.ts";
import { CodePage } from "./code-page.ts";
import { answerDialogs, shownBoxes } from "./dialogs.ts";
import { ImagesPage } from "./images-page.ts";
import { LanguageDialog } from "./language-dialog.ts";
import { hasLanguages, languageWindowTest, launch } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";

let launched: OpenedApp;
let code: CodePage;
let images: ImagesPage;
let dialog: LanguageDialog;

beforeAll(async () => {
  if (!hasLanguages) return;
  launched = await launch();
  await launched.page.emulateMedia({ reducedMotion: "reduce" });
  code = new CodePage(launched.page);
  images = new ImagesPage(launched.page);
  dialog = new LanguageDialog(launched.page);
  await code.untilIsolation("isolated");
});
afterAll(() => launched?.close());

describe("a ready-made language", () => {
  languageWindowTest("is built and tried before it is listed, and its sample runs in the editor", async () => {
    await images.open();
    await dialog.open();
    expect(await findViolations(launched), "choosing").toEqual([]);
    await dialog.choose("C (C17)");
    expect(await dialog.text("language.json")).toContain('"id": "c"');
    expect(await dialog.text("Dockerfile")).toContain("FROM debian:bookworm-slim");
    expect(await findViolations(launched), "files").toEqual([]);
    await dialog.add();
    await dialog.untilAdded("C (C17)");
    expect(await dialog.box.innerText()).toContain("Together: 55");
    expect(await findViolations(launched), "added").toEqual([]);
    await dialog.box.getByRole("button", { name: "Open the sample" }).click();
    await code.language.and(launched.page.getByRole("button", { name: /C \(C17\)/ })).waitFor();
    expect(await code.text()).toContain("squares += number * number;");
    // Coloured: the editor has loaded what it needs for the new language.
    await code.editor.locator(".cm-line span").first().waitFor();
    await code.runButton.click();
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("5 squared is 25");
    expect(await code.verdict.innerText()).toMatch(/compiling took/);
  });

  languageWindowTest("says that a program did not compile, and goes to the line", async () => {
    await code.runProgram("int main(void) {\n  int a = 1;\n  return b;\n}\n");
    await code.untilEnded("compile_error");
    const verdict = await code.verdict.innerText();
    expect(verdict).toContain("Your program did not compile in line 3");
    expect(verdict).toContain("undeclared");
    expect(await findViolations(launched), "did not compile").toEqual([]);
    await launched.page.getByRole("button", { name: "Go to line 3" }).click();
    await code.runProgram("int main(void) {\n  return 0;\n}\n");
    await code.untilEnded("completed");
  });

  languageWindowTest("is removed with its image after it has asked", async () => {
    await images.open();
    await images.untilState("c", "ready");
    await images.card("c").getByRole("button", { name: "Remove C (C17)" }).click();
    const question = launched.page.getByRole("alertdialog");
    await question.getByRole("button", { name: "Cancel" }).click();
    await images.untilState("c", "ready");
    await images.card("c").getByRole("button", { name: "Remove C (C17)" }).click();
    await question.getByRole("button", { name: "Remove" }).click();
    await images.card("c").waitFor({ state: "detached" });
    await code.goTo();
    await code.language.click();
    expect(await launched.page.getByRole("menuitemradio", { name: "C (C17)" }).count()).toBe(0);
    await code.press("Escape");
  });
});

describe("a language of one's own", () => {
  languageWindowTest("is examined as it is written, and built only with leave that the page cannot give", async () => {
    await images.open();
    await dialog.open();
    await dialog.startFrom("kotlin");
    await dialog.write("language.json", (text) => text.replace('"command"', '"comand"'));
    await dialog.check.getByText(/comand/).waitFor();
    expect(await dialog.addButton.isDisabled()).toBe(true);
    expect(await findViolations(launched), "faults").toEqual([]);
    await dialog.write("language.json", (text) => text.replace('"comand"', '"command"'));
    await dialog.check.getByText("The files are in order.").waitFor();

    await answerDialogs(launched.app, { messageBox: 0 });
    await dialog.add();
    // Not agreed to: back at the files, as they were.
    await dialog.addButton.waitFor();
    await expect.poll(() => shownBoxes(launched.app)).toEqual(["Build the image for “Kotlin”?"]);
  });

  languageWindowTest("explains why its image could not be built, with the line, and leaves nothing", async () => {
    await answerDialogs(launched.app, { messageBox: 1 });
    await dialog.write("Dockerfile", (text) => text.replace("USER 10001", "RUN no-such-program\nUSER 10001"));
    await dialog.check.getByText("The files are in order.").waitFor();
    await dialog.add();
    const failure = dialog.box.getByRole("alert");
    await failure.waitFor({ timeout: 60_000 });
    expect(await failure.innerText()).toMatch(/line \d+[\s\S]*no-such-program/);
    expect(await findViolations(launched), "failed").toEqual([]);
    await dialog.box.getByRole("button", { name: "Back to the files" }).click();
    await dialog.write("Dockerfile", (text) => text.replace("RUN no-such-program", "RUN sleep 60"));
    await dialog.check.getByText("The files are in order.").waitFor();
    await dialog.add();
    await dialog.box.getByText("RUN sleep 60").first().waitFor({ timeout: 30_000 });
    await dialog.box.getByRole("button", { name: "Cancel" }).click();
    await dialog.addButton.waitFor();
    await code.press("Escape");
    expect(await images.card("kotlin").count()).toBe(0);
  });
});

describe("a broken folder", () => {
  languageWindowTest("is named with its fault as soon as it is there, and hides no language", async () => {
    const folder = join(launched.home, "languages", "cobol");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "language.json"), '{ "id": "cobol" ');
    const named = launched.page.getByRole("region", { name: "Broken language cobol" });
    await named.waitFor({ timeout: 15_000 });
    expect(await named.innerText()).toMatch(/This is not JSON[\s\S]*/);
    await images.untilState("python", "ready");
    expect(await findViolations(launched), "broken folder").toEqual([]);
    await named.getByRole("button", { name: "Remove folder…" }).click();
    await launched.page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await named.waitFor({ state: "detached" });
  });
});
