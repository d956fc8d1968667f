/**
 * Records runs as fast as it can, through the store's own thread, until it is killed: prints the id of each run as soon
 * as its record is there, and again when its end is. Arguments: the folder, and this process's name.
 */
import { join } from "node:path";
import { createStoreClient } from "../../../../../electron/core/store/history/store-client.ts";
import { endOf, newRun } from "./sample-runs.ts";

const [folder = "", name = ""] = process.argv.slice(2);
const store = createStoreClient({
  script: join(import.meta.dirname, "../../../../../electron/core/store/history/worker.ts"),
  node: undefined,
  start: { folder, process: name, installation: "here", instances: join(folder, "instances") },
  onNotice: (notice) => process.stdout.write(`notice ${notice}\n`),
});

for (let count = 0; ; count += 1) {
  const run = newRun({ id: `${name}-${count}`, code: `print(${count})\n`.repeat(40) });
  const { seq } = await store.call("begin", run);
  process.stdout.write(`begun ${run.id}\n`);
  await store.call("end", seq, run, endOf(run));
  process.stdout.write(`ended ${run.id}\n`);
}
