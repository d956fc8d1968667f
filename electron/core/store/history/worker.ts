import { parentPort } from "node:worker_threads";
import { livesNow } from "../instance.ts";
import { NewerDatabaseError, toSqliteCode } from "./database.ts";
import { createHistoryService, type HistoryService } from "./history-service.ts";
import type { StoreReply, StoreRequest } from "./messages.ts";

/**
 * The store's own thread, or its own process where the host's Node has no SQLite. Either way the disk is never waited for
 * in the thread that shows windows and runs programs.
 */
const send = (reply: StoreReply): void => {
  if (parentPort) parentPort.postMessage(reply);
  else process.send?.(reply);
};

let service: HistoryService | null = null;

function answer(request: StoreRequest): unknown {
  if ("open" in request) {
    const { instances, ...options } = request.open;
    service ??= createHistoryService({
      ...{ ...options, isAlive: (id) => livesNow(instances, id), onNotice: (notice) => send({ notice }) },
    });
    return null;
  }
  if (!service) throw new Error("The store is not open.");
  const method = service[request.method] as (...args: unknown[]) => unknown;
  return method(...request.args);
}

function receive(request: StoreRequest): void {
  const { id } = request;
  try {
    send({ id, value: answer(request) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ id, error: { message, sqlite: toSqliteCode(error), isNewer: error instanceof NewerDatabaseError } });
  }
  if ("method" in request && request.method === "close") {
    service = null;
    if (parentPort) parentPort.close();
    else process.disconnect?.();
  }
}

if (parentPort) parentPort.on("message", receive);
else {
  process.on("message", receive);
  // Ctrl-C reaches the whole group; the store ends with its host, after all that the host had to say.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  process.on("disconnect", () => service?.close());
}
