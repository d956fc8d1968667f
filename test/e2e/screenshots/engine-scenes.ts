import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEngineProxy } from "../../engine/engine-proxy.ts";
import type { CodePage } from "../code-page.ts";
import { answerDialogs } from "../dialogs.ts";
import { DoctorPage } from "../doctor-page.ts";
import { ImagesPage } from "../images-page.ts";
import { LanguageDialog } from "../language-dialog.ts";
import { MonitorPage } from "../monitor-page.ts";
import { recordAs } from "../old-image.ts";
import { NO_ENGINE, type OpenedApp } from "../open-app.ts";
import { createOutside } from "../outside.ts";
import { copyApp } from "./app-copy.ts";
import type { Scene } from "./scene.ts";

const PYTHON_TAG = "learning-platform-python-executor:latest";

const BUSY = `data = b"x" * (40 * 1024 * 1024)
print("Counting", flush=True)
n = 0
while True:
    n += 1
    if n % 4_000_000 == 0:
        print(n, flush=True)
`;

/** Leaves some past behind, then starts a program that is at work. */
async function work(code: CodePage): Promise<MonitorPage> {
  await code.untilWarm();
  await code.runProgram('print("once")');
  await code.untilEnded("completed");
  await code.runProgram("print(1 / 0)");
  await code.untilEnded("failed");
  await code.runProgram(BUSY);
  await code.output.getByText("Counting").waitFor();
  const monitor = new MonitorPage(code.page);
  await monitor.open();
  await monitor.rows.filter({ hasText: "Running" }).waitFor();
  return monitor;
}

/** The details of the program that is at work, on this tab, with some seconds of history. */
const details = (tab: string, shown: RegExp): Scene => ({
  async prepare(code) {
    const monitor = await work(code);
    await monitor.rows.filter({ hasText: "Running" }).click();
    await monitor.details.getByRole("tab", { name: tab }).click();
    await monitor.details.getByText(shown).first().waitFor();
    await code.page.waitForTimeout(6_000);
  },
});

const images = (then: (page: ImagesPage, code: CodePage) => Promise<void>): Scene["prepare"] =>
  async function prepare(code) {
    await code.untilIsolation("isolated");
    const page = new ImagesPage(code.page);
    await page.open();
    await then(page, code);
  };

const addLanguage = (then: (dialog: LanguageDialog, opened: OpenedApp) => Promise<void>): Scene["prepare"] =>
  async function prepare(code, opened) {
    await code.untilIsolation("isolated");
    await new ImagesPage(code.page).open();
    await then(new LanguageDialog(code.page), opened);
  };

const buildWith = (instruction: string): Pick<Scene, "surround"> => ({ surround: () => copyApp(instruction) });

function oldImage(): Scene {
  const outside = createOutside();
  return {
    surround: async () => ({ end: outside.close }),
    furnish: async (home) => recordAs(home, PYTHON_TAG, await outside.tagOld(PYTHON_TAG)),
    prepare: images((page) => page.card("python").getByText("More than 90 days old").waitFor()),
  };
}

const examined: Scene["prepare"] = async (code) => {
  const doctor = new DoctorPage(code.page);
  await doctor.open();
  await doctor.untilExamined();
};

/** The screens that show the engine: the monitor, the images, the doctor. */
export const ENGINE_SCENES: Record<string, Scene> = {
  monitor: {
    async prepare(code) {
      await work(code);
      await code.page.waitForTimeout(8_000);
    },
  },
  "monitor-usage": details("Use", /Memory/),
  "monitor-output": details("Output", /Counting/),
  "monitor-processes": details("Processes", /python3/),
  "monitor-protection": details("Protection", /NetworkMode/),
  "monitor-others": {
    async surround() {
      const outside = createOutside();
      await outside.start();
      return { end: () => outside.close() };
    },
    async prepare(code) {
      const monitor = await work(code);
      await monitor.others.click();
      await monitor.rows.filter({ hasText: "Read-only" }).first().click();
      await monitor.details.waitFor();
    },
  },
  "monitor-many": {
    async surround() {
      const outside = createOutside();
      for (let count = 0; count < 24; count += 1) await outside.start();
      return { end: () => outside.close() };
    },
    async prepare(code) {
      const monitor = await work(code);
      await monitor.others.click();
      await monitor.rows.filter({ hasText: "Read-only" }).nth(10).waitFor();
      await code.page.waitForTimeout(8_000);
    },
  },
  "monitor-empty": {
    async prepare(code) {
      await code.untilWarm();
      const monitor = new MonitorPage(code.page);
      await monitor.open();
      await monitor.filter.fill("nothing is called that");
    },
  },
  "monitor-lost": {
    async surround() {
      const proxy = await createEngineProxy(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
      return { engine: proxy.address, cut: proxy.cut, restore: proxy.restore, end: proxy.close };
    },
    async prepare(code, _, surroundings) {
      const monitor = await work(code);
      await surroundings.cut?.();
      await monitor.lost.waitFor();
    },
  },
  "languages-choose": { prepare: addLanguage((dialog) => dialog.open()) },
  "languages-files": {
    prepare: addLanguage(async (dialog) => {
      await dialog.open();
      await dialog.choose("Java 17");
    }),
  },
  "languages-faults": {
    prepare: addLanguage(async (dialog) => {
      await dialog.open();
      await dialog.startFrom("kotlin");
      await dialog.write("language.json", (text) => text.replace('"command"', '"comand"'));
      await dialog.check.getByText(/comand/).waitFor();
    }),
  },
  "languages-building": {
    prepare: addLanguage(async (dialog, opened) => {
      await answerDialogs(opened.app, { messageBox: 1 });
      await dialog.open();
      await dialog.startFrom("kotlin");
      await dialog.write("Dockerfile", (text) =>
        text.replace("USER 10001", "RUN echo Unpacking && sleep 40\nUSER 10001"),
      );
      await dialog.check.getByText("The files are in order.").waitFor();
      await dialog.add();
      await dialog.box.getByText("Unpacking").first().waitFor();
    }),
  },
  "languages-failed": {
    prepare: addLanguage(async (dialog, opened) => {
      await answerDialogs(opened.app, { messageBox: 1 });
      await dialog.open();
      await dialog.startFrom("kotlin");
      await dialog.write("Dockerfile", (text) => text.replace("USER 10001", "RUN no-such-program\nUSER 10001"));
      await dialog.check.getByText("The files are in order.").waitFor();
      await dialog.add();
      await dialog.box.getByRole("alert").waitFor();
    }),
  },
  "languages-added": {
    prepare: addLanguage(async (dialog) => {
      await dialog.open();
      await dialog.choose("C (C17)");
      await dialog.add();
      await dialog.untilAdded("C (C17)");
    }),
  },
  "languages-broken": {
    async furnish(home) {
      const folder = join(home, "languages", "cobol");
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "language.json"), '{ "id": "cobol", "label": "COBOL" }');
    },
    prepare: images((page) => page.page.getByText("is no language yet").waitFor()),
  },
  "compile-error": {
    async prepare(code, opened) {
      await addLanguage(async (dialog) => {
        await dialog.open();
        await dialog.choose("C (C17)");
        await dialog.add();
        await dialog.untilAdded("C (C17)");
        await dialog.box.getByRole("button", { name: "Open the sample" }).click();
      })(code, opened, {});
      await code.runProgram(
        '#include <stdio.h>\n\nint main(void) {\n  int total = 3;\n  printf("%d\\n", totl);\n  return 0;\n}\n',
      );
      await code.untilEnded("compile_error");
    },
  },
  images: { prepare: images((page) => page.untilState("python", "ready")) },
  "images-layers": {
    prepare: images(async (page) => {
      await page.card("python").getByText("What is in it").click();
      await page
        .card("python")
        .getByText(/Python 3\.11\.\d+/)
        .waitFor();
    }),
  },
  "images-step": {
    ...buildWith("RUN echo Installing the standard library && sleep 60"),
    prepare: images(async (page) => {
      await page.build("python");
      await page.card("python").getByText("Installing the standard library").first().waitFor();
    }),
  },
  "images-outdated": {
    ...buildWith("RUN true"),
    prepare: images((page) => page.untilState("python", "outdated")),
  },
  "images-refused": {
    async furnish(home) {
      // One image is taken for the other, as after a foreign build of the same name.
      const records: Record<string, { id: string }> = JSON.parse(await readFile(join(home, "images.json"), "utf8"));
      const other = Object.entries(records).find(([key]) => key.includes("node"))?.[1].id ?? "";
      await recordAs(home, PYTHON_TAG, other);
    },
    prepare: images((page) => page.untilState("python", "mismatched")),
  },
  "images-old": oldImage(),
  "images-explained": {
    ...buildWith("RUN echo Installing the standard library && no-such-command --at-all"),
    prepare: images(async (page) => {
      await page.build("python");
      await page.card("python").getByRole("alert").waitFor();
    }),
  },
  "clean-up": {
    prepare: images(async (page) => {
      await page.page.getByRole("button", { name: "Clean up…" }).click();
      await page.page
        .getByRole("dialog")
        .getByText(/Nothing to clean up|Together/)
        .waitFor();
    }),
  },
  doctor: {
    async prepare(code, opened, surroundings) {
      await code.untilWarm();
      await examined(code, opened, surroundings);
    },
  },
  "doctor-no-engine": { surround: async () => ({ engine: NO_ENGINE }), images: false, prepare: examined },
};
