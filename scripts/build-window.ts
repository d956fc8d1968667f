import { buildWindowOnly } from "./build-all.ts";
import { isBuilt, isWindowBuilt } from "./is-built.ts";

/** Builds the window's page alone, unless it is there and newer than its sources: a browser needs nothing else. */
if (!(await isBuilt()) && !(await isWindowBuilt())) {
  console.log("Building the window …");
  await buildWindowOnly();
}
