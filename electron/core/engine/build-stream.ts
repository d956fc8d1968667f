import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { SandpitError } from "#shared/errors.ts";

/** One line of the engine's build output. */
interface BuildMessage {
  stream?: string;
  status?: string;
  progress?: string;
  error?: string;
}

/**
 * Reads the engine's answer to a build (one JSON object a line) to its end.
 * @throws SandpitError `image_build_failed` with the engine's reason, `cancelled` where `signal` was aborted.
 */
export async function followBuild(
  stream: NodeJS.ReadableStream,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<void> {
  const cancelled = () =>
    new SandpitError("cancelled", "The build was cancelled. What was there before is still there.");
  try {
    for await (const line of createInterface({ input: Readable.from(stream), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (!line.trim()) continue;
      const message = JSON.parse(line) as BuildMessage;
      if (message.error) throw new SandpitError("image_build_failed", message.error.trim());
      const text = message.stream ?? [message.status, message.progress].filter(Boolean).join(" ");
      if (text.trim()) onText(text.replace(/\n$/, ""));
    }
  } catch (error) {
    throw signal.aborted ? cancelled() : error;
  }
  if (signal.aborted) throw cancelled();
}
