import { describe, expect, it } from "vitest";
import { LANGUAGES } from "#shared/languages.ts";
import type { Draft } from "#shared/workspace.ts";
import { toRunRequest } from "../../../renderer/workspace/run-request.ts";
import { EMPTY_WORKSPACE } from "../../../renderer/workspace/workspace-state.ts";

const draft = (id: string, name: string, language: string): Draft => ({
  id,
  name,
  language,
  content: id,
  file: null,
  cursor: 0,
});
const PY = draft("1", "main.py", "python");
const PY2 = draft("2", "shapes.py", "python");
const JS = draft("3", "main.js", "javascript");
const TS = draft("4", "lib.ts", "typescript");
const CSV = draft("5", "data.csv", "text");
const PY_TWIN = draft("6", "Main.py", "python");

describe("toRunRequest", () => {
  it.each([
    ["Python with its modules and data", [PY, PY2, JS, CSV], "1", null, "python", ["main.py", "shapes.py", "data.csv"]],
    ["the tab in front as the entry", [PY, PY2], "2", null, "python", ["shapes.py", "main.py"]],
    ["JavaScript and TypeScript together", [PY, JS, TS], "4", null, "typescript", ["lib.ts", "main.js"]],
    ["the last program behind a data file", [PY, JS, CSV], "5", "3", "javascript", ["main.js", "data.csv"]],
    ["the first program behind a data file", [CSV, PY], "5", null, "python", ["main.py", "data.csv"]],
    ["one of two files of the same name", [PY_TWIN, PY], "1", null, "python", ["main.py"]],
  ])("sends %s", (_, drafts, activeId, programId, language, paths) => {
    const workspace = { ...EMPTY_WORKSPACE, drafts, activeId, programId };
    const request = toRunRequest(workspace, LANGUAGES, { id: "r", backend: "docker" });
    expect(request).toMatchObject({ id: "r", language, entry: paths[0], backend: "docker" });
    expect(request?.files.map(({ path }) => path)).toEqual(paths);
  });

  it("sends nothing where no program is open", () => {
    const workspace = { ...EMPTY_WORKSPACE, drafts: [CSV], activeId: "5" };
    expect(toRunRequest(workspace, LANGUAGES, { id: "r", backend: "docker" })).toBeNull();
  });
});
