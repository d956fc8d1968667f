import { SandpitError } from "#shared/errors.ts";
import type { BuildMessage } from "./engine.ts";
import { readJsonLines } from "./json-lines.ts";

/** The builder colours what a step prints on standard error. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const COLOURS = /\u001b\[[0-9;]*m/g;

/** One line of the engine's build output. */
interface RawBuildMessage {
  stream?: string;
  status?: string;
  id?: string;
  progress?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
}

/**
 * Reads the engine's answer to a build (one JSON object a line) to its end.
 * @throws SandpitError `image_build_failed` with the engine's reason, `cancelled` where `signal` was aborted.
 */
export async function followBuild(
  stream: NodeJS.ReadableStream,
  signal: AbortSignal,
  onMessage: (message: BuildMessage) => void,
): Promise<void> {
  const cancelled = () =>
    new SandpitError("cancelled", "The build was cancelled. What was there before is still there.");
  try {
    for await (const message of readJsonLines<RawBuildMessage>(stream)) {
      if (message.error) throw new SandpitError("image_build_failed", message.error.trim());
      const { status, id, progress, progressDetail } = message;
      const text = (message.stream ?? [id && `${id}:`, status, progress].filter(Boolean).join(" "))
        .replace(COLOURS, "")
        .replace(/\n$/, "");
      const { current, total } = progressDetail ?? {};
      const download =
        status === "Downloading" && id && current !== undefined && total !== undefined
          ? { layer: id, doneBytes: current, totalBytes: total }
          : null;
      if (text.trim()) onMessage({ text, download });
    }
  } catch (error) {
    throw signal.aborted ? cancelled() : error;
  }
  if (signal.aborted) throw cancelled();
}
