import { enableCompileCache } from "node:module";
import { workerData } from "node:worker_threads";

// A thread does not inherit where its process keeps compiled code, and compiling takes longer than opening the store.
if (typeof workerData?.compileCache === "string") enableCompileCache(workerData.compileCache);
await import("./worker.ts");
