import { inject, test } from "vitest";

export { openReadyCore, openTestCore, type TestCore, type TestProgram, toRequest } from "./open-core.ts";

/** `test`, skipped where there is no engine; `global-setup.ts` prints why. */
export const engineTest = test.skipIf(inject("noEngine") !== null);
