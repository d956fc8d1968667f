import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "#shared/run.ts";
import type { Workspace } from "#shared/workspace.ts";
import { answerDialogs } from "../dialogs.ts";
import { chooseInMenu } from "../menu.ts";
import { NO_ENGINE } from "../open-app.ts";
import { copyApp } from "./app-copy.ts";
import { BUNDLE_SCENES } from "./bundle-scenes.ts";
import { ENGINE_SCENES } from "./engine-scenes.ts";
import * as programs from "./programs.ts";
import { RECORD_SCENES } from "./record-scenes.ts";
import type { Scene } from "./scene.ts";

const { draft, workspace } = programs;

const withWorkspace = (content: Workspace) => (home: string) =>
  writeFile(join(home, "workspace.json"), JSON.stringify(content));

const withProgram = (content: string) =>
  withWorkspace(workspace(draft("main.py", content), draft("shapes.py", programs.SHAPES)));

/** A program that is run to this end. */
const ending = (outcome: Outcome, content: string): Scene => ({
  furnish: withProgram(content),
  async prepare(code) {
    await code.untilWarm();
    await code.runButton.click();
    await code.untilEnded(outcome);
  },
});

const calm: Pick<Scene, "furnish"> = { furnish: withProgram(programs.GREETING) };
const noEngine = async () => ({ engine: NO_ENGINE });

export const SCENES: Record<string, Scene> = {
  first: { prepare: (code) => code.untilWarm() },
  idle: { ...calm, prepare: (code) => code.untilWarm() },
  running: {
    furnish: withProgram(programs.STREAM),
    async prepare(code) {
      await code.untilWarm();
      await code.runButton.click();
      await code.output.getByText("37").waitFor();
    },
  },
  waiting: {
    ...calm,
    async prepare(code) {
      await code.untilWarm();
      await code.runButton.click();
      await code.page.getByText("waiting for input").first().waitFor();
      await code.page.keyboard.type("Ada");
    },
  },
  completed: ending("completed", programs.FINE),
  failed: ending("failed", programs.MISTAKE),
  signaled: ending("signaled", programs.CRASH),
  time_limit: ending("time_limit", programs.ENDLESS),
  memory_limit: ending("memory_limit", programs.GREEDY),
  output_limit: ending("output_limit", programs.CHATTY),
  cancelled: {
    furnish: withProgram(programs.STREAM),
    async prepare(code) {
      await code.untilWarm();
      await code.runButton.click();
      await code.output.getByText("38").waitFor();
      await code.stopButton.click();
      await code.untilEnded("cancelled");
    },
  },
  refused: {
    furnish: withProgram(`text = """\n${"The quick brown fox jumps over the lazy dog.\n".repeat(1_300)}"""\n`),
    async prepare(code) {
      await code.untilWarm();
      await code.runButton.click();
      await code.page.getByRole("alert").waitFor();
    },
  },
  insecure: {
    surround: noEngine,
    images: false,
    furnish: withWorkspace(workspace(draft("main.js", programs.HELLO_NODE))),
    async prepare(code, { app }) {
      await code.untilIsolation("not_isolated");
      await answerDialogs(app, { messageBox: 1 });
      await code.runInsecurely.click();
      await code.untilEnded("completed");
    },
  },
  "no-engine": {
    ...calm,
    surround: noEngine,
    images: false,
    prepare: (code) => code.page.getByRole("region", { name: "Set up isolation" }).waitFor(),
  },
  "images-missing": {
    ...calm,
    images: false,
    prepare: (code) => code.page.getByRole("region", { name: "Set up languages" }).waitFor(),
  },
  "images-mismatched": {
    // One image is taken for the other, as after a foreign build of the same name.
    async furnish(home) {
      const path = join(home, "images.json");
      const records: [string, { id: string }][] = Object.entries(JSON.parse(await readFile(path, "utf8")));
      const other = records.find(([key]) => key.includes("node"))?.[1].id;
      const swapped = records.map(([key, record]) => [key, key.includes("python") ? { ...record, id: other } : record]);
      await writeFile(path, JSON.stringify(Object.fromEntries(swapped)));
      await calm.furnish?.(home);
    },
    prepare: (code) => code.page.getByRole("region", { name: "Set up languages" }).waitFor(),
  },
  "images-building": {
    ...calm,
    images: false,
    surround: () => copyApp("RUN echo Installing the standard library && sleep 60"),
    async prepare(code) {
      await code.page.getByRole("button", { name: "Build images" }).click();
      await code.page.getByText("Installing the standard library").first().waitFor();
    },
  },
  "images-failed": {
    ...calm,
    images: false,
    surround: () => copyApp("RUN echo Installing the standard library && exit 7"),
    async prepare(code) {
      await code.page.getByRole("button", { name: "Build images" }).click();
      await code.page.getByRole("button", { name: "Try again" }).waitFor();
    },
  },
  "badge-details": {
    ...calm,
    async prepare(code) {
      await code.untilWarm();
      await code.badge.click();
      await code.page.getByRole("dialog", { name: "Isolation" }).waitFor();
    },
  },
  tabs: {
    furnish: withWorkspace(
      workspace(
        draft("main.py", programs.GREETING),
        draft("shapes.py", programs.SHAPES),
        draft("colours.py", "RED = (255, 0, 0)\n"),
        draft("points.txt", "3 4\n5 12\n"),
        draft("server.js", programs.HELLO_NODE),
        draft("a_rather_long_name_for_a_small_program.py", "pass\n"),
      ),
    ),
    prepare: (code) => code.untilWarm(),
  },
  "disk-changed": {
    ...calm,
    async prepare(code, opened) {
      const path = join(opened.home, "rectangles.py");
      await writeFile(path, programs.SHAPES);
      await answerDialogs(opened.app, { open: [path] });
      await chooseInMenu(opened.app, "file.open");
      await code.tab("rectangles.py").waitFor();
      await code.editor.click();
      await code.press("Mod+End");
      await code.page.keyboard.insertText("\n\nprint(area(3, 4))\n");
      await writeFile(path, `${programs.SHAPES}\n# theirs\n`);
      await code.page.getByRole("button", { name: "Keep mine" }).waitFor();
    },
  },
  "panel-below": {
    ...ending("failed", programs.MISTAKE),
    async prepare(code, opened, surroundings) {
      await chooseInMenu(opened.app, "view.panelSide");
      await ending("failed", programs.MISTAKE).prepare(code, opened, surroundings);
    },
  },
  find: {
    ...calm,
    async prepare(code, { app }) {
      await code.untilWarm();
      await code.editor.click();
      await chooseInMenu(app, "edit.find");
      await code.page.getByRole("textbox", { name: "Find" }).fill("area");
    },
  },
  completion: {
    furnish: withProgram('name = "Ada"\n'),
    async prepare(code) {
      await code.untilWarm();
      await code.editor.click();
      await code.press("Mod+End");
      await code.page.keyboard.type("\npri");
      await code.page.locator(".cm-tooltip-autocomplete").waitFor();
    },
  },
  "close-dialog": {
    ...calm,
    async prepare(code) {
      await code.untilWarm();
      await code.tab("main.py").press("Delete");
      await code.page.getByRole("alertdialog").waitFor();
    },
  },
  renaming: {
    ...calm,
    async prepare(code) {
      await code.untilWarm();
      await code.tab("main.py").press("F2");
      await code.page.getByRole("textbox", { name: "File name" }).fill("lesson/one.py");
      await code.press("Enter");
      await code.page.getByRole("alert").waitFor();
    },
  },
  "file-menu": {
    ...calm,
    async prepare(code) {
      await code.untilWarm();
      await code.page.getByRole("button", { name: "File", exact: true }).click();
      await code.page.getByRole("menu").waitFor();
    },
  },
  "language-open": {
    ...calm,
    async prepare(code) {
      await code.untilWarm();
      await code.language.click();
      await code.page.getByRole("menu").waitFor();
    },
  },
  empty: {
    furnish: withWorkspace(workspace()),
    prepare: (code) => code.untilIsolation("isolated"),
  },
  projector: {
    ...ending("failed", programs.MISTAKE),
    async prepare(code, opened, surroundings) {
      for (let step = 0; step < 7; step += 1) await chooseInMenu(opened.app, "view.fontLarger");
      await ending("failed", programs.MISTAKE).prepare(code, opened, surroundings);
    },
  },
  ...ENGINE_SCENES,
  ...RECORD_SCENES,
  ...BUNDLE_SCENES,
};
