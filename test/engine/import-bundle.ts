import { callCore } from "../../electron/core/call-core.ts";
import { createCore } from "../../electron/core/core.ts";
import { dockerfiles } from "./open-core.ts";

// Imports a bundle in a process of its own, which a test can kill: node import-bundle.ts HOME FILE. Tells its progress.
const [home = "", path = ""] = process.argv.slice(2);
const core = await createCore({ home, dockerfiles, poolSize: 0 });
core.events.on("bundle.progressed", (progress) => process.stdout.write(`${JSON.stringify(progress)}\n`));
const place = core.bundles.place("read", path);
await callCore(core, "bundle.import", { place }, { source: "cli", mayRunLocally: () => false });
await core.close();
