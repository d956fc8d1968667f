import { describe, expect, test } from "vitest";
import { checkLanguage } from "../../../../electron/core/languages/check-language.ts";
import { toTemplate } from "../../../../electron/core/languages/template.ts";

/** The template with another description or Dockerfile. */
function change(definition: Record<string, unknown>, dockerfile?: string) {
  return toTemplate("kotlin").map((file) => {
    if (file.name === "language.json")
      return { ...file, content: JSON.stringify({ ...JSON.parse(file.content), ...definition }) };
    return file.name === "Dockerfile" && dockerfile !== undefined ? { ...file, content: dockerfile } : file;
  });
}
const faultsOf = (files: ReturnType<typeof change>) =>
  checkLanguage(files).faults.map(({ file, message }) => `${file}: ${message}`);

test("the template is a language, and what follows from its id is filled in", () => {
  const { language, faults } = checkLanguage(toTemplate("kotlin"));
  expect(faults).toEqual([]);
  expect(language).toMatchObject({
    ...{ id: "kotlin", imageFolder: "kotlin", imageTag: "sandpit-language-kotlin:latest", origin: "added" },
    ...{ localInterpreters: [], prepare: "none", compile: null, mayExecuteInTmp: false, needs: {} },
  });
});

describe("is refused, with the place and the reason", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["an id that Sandpit has", { id: "python" }, /^language.json: id: .*brings along/],
    ["the id of an image of Sandpit's", { id: "node" }, /id: .*brings along/],
    ["an id that is a path", { id: "../x" }, /id: An id is 1 to 32/],
    ["the image of another", { image: "learning-platform-python-executor:latest" }, /image: .*sandpit-language-kotlin/],
    [
      "a program of the host",
      { localInterpreters: [{ command: "sh", args: [] }] },
      /nothing called "localInterpreters"/,
    ],
    ["a search path", { environment: { PATH: "/evil" } }, /environment: PATH comes from the image/],
    ["a variable of Sandpit's", { environment: { SANDPIT_RECEIVER: "1" } }, /Sandpit's own/],
    ["an entry in a folder", { entry: "../main.kt" }, /entry: /],
    ["an entry of another language", { entry: "main.py" }, /entry: The entry must have one of the extensions/],
    ["no command", { command: [] }, /command: /],
    ["a command that was forgotten", { command: undefined }, /"command" is missing\./],
    ["a line break in a command", { command: ["a\nb"] }, /command.0: .*line breaks/],
    ["memory beyond every range", { needs: { memoryBytes: 1e12 } }, /needs.memoryBytes: /],
    ["days of compiling", { compile: { command: ["cc"], wallMs: 1e9 } }, /compile.wallMs: /],
    [
      "compiling where an interpreter waits",
      { receiver: "piped", compile: { command: ["cc"], wallMs: 1e3 } },
      /compile: /,
    ],
    ["a sample that is not there", { sample: "gone.kt" }, /The sample gone.kt is not in the folder/],
    ["a sample elsewhere", { sample: "../../etc/passwd" }, /sample: A file of a language has a plain name/],
  ])("%s", (_, definition, fault) => {
    expect(faultsOf(change(definition)).join("\n")).toMatch(fault);
    expect(checkLanguage(change(definition)).language).toBeNull();
  });

  test.each<[string, string, RegExp]>([
    ["a Dockerfile without a base", "USER 10001:10001\n", /^Dockerfile: It has no FROM line/],
    ["one that leaves the administrator", "FROM debian\n", /^Dockerfile: .*administrator/],
    ["one that goes back to the administrator", "FROM debian\nUSER 10001\nUSER root\n", /administrator/],
    ["one whose last stage has no user", "FROM debian AS x\nUSER 10001\nFROM debian\n", /administrator/],
  ])("%s", (_, dockerfile, fault) => {
    expect(faultsOf(change({}, dockerfile)).join("\n")).toMatch(fault);
  });

  test("what is no JSON, or not there at all", () => {
    const broken = toTemplate("kotlin").map((file) =>
      file.name === "language.json" ? { ...file, content: "{" } : file,
    );
    expect(faultsOf(broken).join("\n")).toMatch(/^language.json: This is not JSON/);
    expect(faultsOf([{ name: "x", content: "" }]).join("\n")).toMatch(
      /There is no Dockerfile[\s\S]*There is no language.json/,
    );
  });
});

test("what an interpreter says of memory is a text: no pattern of a folder's is ever tried", () => {
  const { language } = checkLanguage(change({ memoryError: "(a+)+$ [x" }));
  expect(new RegExp(language?.memoryError ?? "", "m").test("said: (a+)+$ [x")).toBe(true);
  expect(new RegExp(checkLanguage(change({})).language?.memoryError ?? "", "m").test("anything")).toBe(false);
});
