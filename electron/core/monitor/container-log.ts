import type { ContainerLog } from "#shared/monitor.ts";
import type { Engine } from "../engine/engine.ts";
import { engineStatusCode, toEngineFailure } from "../engine/engine-error.ts";
import type { LedgerEntry } from "../run/sandbox-ledger.ts";

/** How many of its last lines are shown of a container that is not ours, and how many characters at the most. */
const LOG_LINES = 200;
const LOG_CHARACTERS = 512 * 1024;

const nothing = (notice: string): ContainerLog => ({ parts: [], truncated: false, notice });

/** What a sandbox of this process has printed: its engine keeps no log of it, so that no flood can fill a disk. */
export function toSandboxLog({ role, output, isOutputTruncated }: LedgerEntry): ContainerLog {
  if (output.length > 0)
    return { parts: output.map((part) => ({ ...part })), truncated: isOutputTruncated, notice: null };
  if (role === "starting") return nothing("This sandbox is getting ready.");
  if (role === "warm") return nothing("This sandbox waits for a program. It has printed nothing.");
  return nothing(role === "running" ? "The program has printed nothing yet." : "The program printed nothing.");
}

/** The last lines that the engine keeps of a container of somebody else's. */
export async function readForeignLog(engine: Engine, id: string): Promise<ContainerLog> {
  try {
    const parts = await engine.logs(id, LOG_LINES);
    let room = LOG_CHARACTERS;
    const kept = parts
      .reverse()
      .map(({ stream, text }) => {
        const part = { stream, text: room > 0 ? text.slice(-room) : "" };
        room -= part.text.length;
        return part;
      })
      .filter(({ text }) => text !== "")
      .reverse();
    if (kept.length === 0) return nothing("This container has printed nothing.");
    return { parts: kept, truncated: room <= 0, notice: null };
  } catch (error) {
    // Docker answers 501 or 500 where the log driver keeps nothing that could be read.
    if ((engineStatusCode(error) ?? 0) >= 500) return nothing("The engine keeps no log of this container.");
    throw toEngineFailure(error, "read a container's log");
  }
}

/** Of a sandbox that another process of this installation made. */
export const ELSEWHERE = nothing(
  "Another Sandpit process made this sandbox, such as a window or a command line; its output is shown there.",
);
