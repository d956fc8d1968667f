import { inject, test } from "vitest";

export { openReadyCore, openTestCore, type TestCore, toRequest } from "./open-core.ts";

/** `test`, skipped where there is no engine; `global-setup.ts` prints why. */
export const engineTest: ReturnType<typeof test.skipIf> = test.skipIf(inject("noEngine") !== null);

/** The same, skipped also where the base images of the languages that can be added are not on the engine. */
export const languageTest: ReturnType<typeof test.skipIf> = test.skipIf(
  inject("noEngine") !== null || inject("noLanguages") !== null,
);
