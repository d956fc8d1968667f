import { inject, test } from "vitest";

export { openReadyCore, openTestCore, type TestCore, toRequest } from "./open-core.ts";

/** `test`, skipped where there is no engine; `global-setup.ts` prints why. */
export const engineTest: ReturnType<typeof test.skipIf> = test.skipIf(inject("noEngine") !== null);
