import type { Reply } from "#shared/errors.ts";
import type { Workspace } from "#shared/workspace.ts";

interface DraftSaverOptions {
  save(workspace: Workspace): Promise<Reply<object>>;
  read(): Workspace;
  /** Told after each attempt: `null`, or why the text is not safe. */
  onSettled(problem: string | null): void;
  delayMs: number;
}

export interface DraftSaver {
  /** Saves soon; calls in between are one save. */
  schedule(): void;
  /** Saves now what is not saved yet. */
  flush(): Promise<void>;
}

/** Keeps the workspace on disk while it is being edited. Saves never overlap, and the last state always wins. */
export function createDraftSaver({ save, read, onSettled, delayMs }: DraftSaverOptions): DraftSaver {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending = false;
  let running: Promise<void> | null = null;

  async function drain(): Promise<void> {
    while (pending) {
      pending = false;
      const reply = await save(read()).catch((error: unknown) => toLostReply(error));
      onSettled(reply.ok ? null : reply.error.message);
    }
    running = null;
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (pending && !running) running = drain();
    return running ?? Promise.resolve();
  }

  return {
    schedule() {
      pending = true;
      timer ??= setTimeout(() => void flush(), delayMs);
    },
    flush,
  };
}

function toLostReply(error: unknown): Reply<object> {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, error: { code: "internal", message } };
}
