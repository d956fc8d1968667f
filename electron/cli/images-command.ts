import { formatBytes } from "#shared/format.ts";
import type { ImageStatus } from "#shared/images.ts";
import { toBuildCommand } from "./build-command.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import { showBuildProgress } from "./progress.ts";
import type { Session } from "./session.ts";

const printImages = (images: readonly ImageStatus[]): void => {
  printTable(
    images.map(({ tag, state, id, sizeBytes, languages, message }) => [
      state,
      tag,
      id?.replace("sha256:", "").slice(0, 12) ?? "-",
      sizeBytes === null ? "-" : formatBytes(sizeBytes),
      toNote({ state, languages, message }),
    ]),
  );
};

function toNote({ state, languages, message }: Pick<ImageStatus, "state" | "languages" | "message">): string {
  if (message === null) return languages.join(", ");
  return state === "ready"
    ? `${languages.join(", ")}. ${message}`
    : `${message} Build it with: ${toBuildCommand(languages[0])}`;
}

/** `sandpit images list` */
export async function listImages(session: Session, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("images.list", {});
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else printImages(reply.value);
  return 0;
}

/** `sandpit images build`: Ctrl-C cancels, and leaves the images as they were. */
export async function buildImages(
  session: Session,
  languages: string[],
  { json, cache }: { json?: boolean; cache: boolean },
): Promise<number> {
  const reply = await callBuild(session, languages.length > 0 ? languages : undefined, !cache);
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else printImages(reply.value);
  return 0;
}

/** Builds with progress on a terminal; interruption cancels. */
export async function callBuild(session: Session, languages: string[] | undefined, noCache: boolean) {
  const progress = showBuildProgress(session.events);
  const onInterrupt = () => void session.call("images.cancel", {});
  process.on("SIGINT", onInterrupt);
  try {
    return await session.call("images.build", { ...(languages && { languages }), noCache });
  } finally {
    process.off("SIGINT", onInterrupt);
    progress.end();
  }
}

/** `sandpit images verify` */
export async function verifyImages(session: Session, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("images.verify", {});
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else printTable(reply.value.map(({ ok, tag, detail }) => [ok ? "ok" : "FAILED", tag, detail]));
  return reply.value.every(({ ok }) => ok) ? 0 : 1;
}
