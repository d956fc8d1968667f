import { spawn } from "node:child_process";
import { isBuiltin } from "node:module";
import { Worker } from "node:worker_threads";
import type { StoreReply, StoreRequest } from "./messages.ts";

/** A thread or a process that answers. */
export interface Channel {
  send(request: StoreRequest): void;
  /** While nothing is asked, the channel does not keep this process from ending. */
  hold(isBusy: boolean): void;
  kill(): void;
}

interface ChannelOptions {
  /** The compiled or TypeScript file that is the worker. */
  script: string;
  /** A Node.js with SQLite, for hosts that have none of their own. */
  node: string | undefined;
  onReply: (reply: StoreReply) => void;
  /** It ended, for whatever reason; called once. */
  onGone: (why: string) => void;
}

/** Whether this very Node.js has SQLite. */
export const hasSqlite = (): boolean => isBuiltin("node:sqlite");

/** Starts the store: as a thread where this Node.js has SQLite, else as a process of the Node.js that was named. */
export function openChannel(options: ChannelOptions): Channel | null {
  if (hasSqlite()) return openThread(options);
  return options.node ? openProcess(options, options.node) : null;
}

function openThread({ script, onReply, onGone }: ChannelOptions): Channel {
  // Not the host's own switches: a thread that is to be inspected, or a loader for tests, has no business in the store.
  const worker = new Worker(script, { execArgv: [], name: "sandpit-history" });
  let why = "its thread ended";
  worker.on("message", onReply);
  worker.on("error", (error) => {
    why = String(error);
  });
  worker.once("exit", () => onGone(why));
  return {
    send: (request) => worker.postMessage(request),
    hold: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    kill: () => void worker.terminate(),
  };
}

function openProcess({ script, onReply, onGone }: ChannelOptions, node: string): Channel {
  const { NODE_OPTIONS: _, ELECTRON_RUN_AS_NODE: __, ...env } = process.env;
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", script], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "advanced",
    env,
  });
  let why = "its process ended";
  child.on("message", (reply) => onReply(reply as StoreReply));
  child.on("error", (error) => {
    why = error.message;
  });
  let isGone = false;
  const gone = () => {
    if (!isGone) onGone(why);
    isGone = true;
  };
  child.once("exit", gone).once("error", gone);
  return {
    send: (request) => child.connected && child.send(request),
    hold(isBusy) {
      if (isBusy) child.ref();
      else child.unref();
      if (isBusy) child.channel?.ref();
      else child.channel?.unref();
    },
    kill: () => void child.kill("SIGKILL"),
  };
}
