import type { Failure } from "#shared/errors.ts";
import { formatBytes } from "#shared/format.ts";
import type { ImageStatus } from "#shared/images.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";

/** The image of a language, named by the language or by the image's own folder. */
async function findImage(
  session: Session,
  name: string,
): Promise<{ ok: true; image: ImageStatus } | { ok: false; error: Failure }> {
  const reply = await session.call("images.list", {});
  if (!reply.ok) return reply;
  const image = reply.value.find(({ folder, languages }) => folder === name || languages.includes(name));
  if (image) return { ok: true, image };
  const known = reply.value.flatMap(({ languages }) => languages).join(", ");
  return { ok: false, error: { code: "invalid_input", message: `There is no image for "${name}". Choose: ${known}.` } };
}

/** `sandpit images details LANGUAGE` */
export async function showImage(session: Session, name: string, { json }: { json?: boolean }): Promise<number> {
  const found = await findImage(session, name);
  if (!found.ok) return printFailure(found.error, json);
  const reply = await session.call("images.details", { folder: found.image.folder });
  if (!reply.ok) return printFailure(reply.error, json);
  const details = reply.value;
  if (json) {
    printJson(details);
    return 0;
  }
  printTable([
    ["tag", details.tag],
    ["id", details.id],
    ["size", formatBytes(details.sizeBytes)],
    ["created", details.createdAt],
    ["made from", details.baseImage ?? "-"],
    ["base", details.baseVersion ?? "-"],
    ["interpreter", details.interpreterVersion ?? "-"],
    ["architecture", details.architecture],
    ["hand-over", details.receiverVersion ?? "-"],
  ]);
  process.stdout.write("\n");
  printTable(details.layers.map(({ sizeBytes, createdBy }) => [formatBytes(sizeBytes), createdBy.slice(0, 160)]));
  return 0;
}

/** `sandpit images remove LANGUAGE` */
export async function removeImage(session: Session, name: string, { json }: { json?: boolean }): Promise<number> {
  const found = await findImage(session, name);
  if (!found.ok) return printFailure(found.error, json);
  const reply = await session.call("images.remove", { folder: found.image.folder });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else process.stdout.write(`Removed ${found.image.tag}.\n`);
  return 0;
}

/** `sandpit images log LANGUAGE`: what its last build printed. */
export async function showImageLog(session: Session, name: string, { json }: { json?: boolean }): Promise<number> {
  const found = await findImage(session, name);
  if (!found.ok) return printFailure(found.error, json);
  const reply = await session.call("images.log", { folder: found.image.folder });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else if (reply.value.text === "") process.stderr.write("It has not been built here yet.\n");
  else process.stdout.write(`${reply.value.text}\n`);
  return 0;
}
