import { expect, it } from "vitest";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { toFreeName } from "../../../renderer/workspace/drafts.ts";
import { isTakenName, toNumberedName } from "../../../renderer/workspace/free-name.ts";

const find = (id: string) => LANGUAGES.find((language) => language.id === id) as Language;

it("a name that is taken gets the first free number", () => {
  expect(toNumberedName("main.py", [])).toBe("main.py");
  expect(toNumberedName("main.py", ["Main.py", "main-2.py"])).toBe("main-3.py");
  expect(toNumberedName("Makefile", ["Makefile"])).toBe("Makefile-2");
  expect(toNumberedName(".env", [".env"])).toBe(".env-2");
  expect(toNumberedName("main.ts", ["main.js", "main-2.js"])).toBe("main-3.ts");
});

it.each([
  ["main.ts", "main.js", true],
  ["MAIN.mts", "main.mjs", true],
  ["main.ts", "main.mjs", false],
  ["main.ts", "main.py", false],
  ["main.py", "main.js", false],
])("%s beside %s is taken: %s", (name, other, taken) => {
  expect(isTakenName(name, [other])).toBe(taken);
  expect(isTakenName(other, [name])).toBe(taken);
});

it("a new program in TypeScript can run beside one in JavaScript, and the other way round", () => {
  expect(toFreeName(find("typescript"), ["main.js"])).toBe("file2.ts");
  expect(toFreeName(find("typescript"), ["main.js", "file2.js"])).toBe("file3.ts");
  expect(toFreeName(find("javascript"), ["main.ts"])).toBe("file2.js");
  expect(toFreeName(find("typescript"), ["main.py", "main.mjs"])).toBe("main.ts");
});
