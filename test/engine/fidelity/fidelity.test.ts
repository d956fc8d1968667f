import { afterAll, beforeAll, describe, expect } from "vitest";
import { engineTest, openReadyCore, type TestCore } from "../test-core.ts";
import { nodePrograms } from "./node-programs.ts";
import { pythonPrograms } from "./python-programs.ts";
import { runBoth } from "./warm.ts";

let sandpit: TestCore;

beforeAll(async () => {
  sandpit = await openReadyCore({ poolSize: 1 });
});

afterAll(async () => {
  await sandpit?.close();
});

describe.each([
  { language: "python", programs: pythonPrograms },
  { language: "javascript", programs: nodePrograms },
])("$language: a warm sandbox does what `docker run` of the plain interpreter does", ({ language, programs }) => {
  engineTest.each(programs)("$name", async (program) => {
    const { reference, warm } = await runBoth(sandpit, language, program);
    expect(warm).toEqual(reference);
    expect(reference).toMatchObject({ exitCode: program.exit ?? 0 });
    expect(reference.stdout + reference.stderr, "a program that prints nothing shows nothing").not.toBe("");
  });
});
