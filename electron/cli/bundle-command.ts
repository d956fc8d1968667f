import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { BundleContents, BundleProgress } from "#shared/bundle.ts";
import { type Reply, SandpitError, toFailure } from "#shared/errors.ts";
import { formatBytes } from "#shared/format.ts";
import { writeKeyFiles } from "../core/bundle/key-files.ts";
import { parsePublicKey, toFingerprint } from "../core/bundle/signing.ts";
import { isConfirmed } from "./confirm.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";

/** `sandpit bundle keygen` */
export async function makeKey({ out, json }: { out: string; json?: boolean }): Promise<number> {
  try {
    const keys = await writeKeyFiles(resolve(out));
    if (json) printJson(keys);
    else {
      process.stdout.write(`Sign bundles with  ${keys.path}  and give it to nobody.\n`);
      process.stdout.write(`Hand out           ${keys.publicPath}\n`);
      process.stdout.write(`Fingerprint        ${keys.fingerprint}\n`);
    }
    return 0;
  } catch (error) {
    return printFailure(toFailure(error), json);
  }
}

interface ExportOptions {
  languages?: string;
  all?: boolean;
  sign?: string;
  samples?: string[];
  json?: boolean;
}

/** `sandpit bundle export FILE` */
export async function exportBundle(
  session: Session,
  file: string,
  { languages, sign, samples = [], json }: ExportOptions,
): Promise<number> {
  const reply = await withProgress(session, () =>
    session.call("bundle.export", {
      place: session.bundles.place("write", resolve(file)),
      ...(languages !== undefined && { languages: languages.split(",").map((id) => id.trim()) }),
      samples: samples.map((sample) => session.bundles.place("read", resolve(sample))),
      ...(sign !== undefined && { key: session.bundles.place("key", resolve(sign)) }),
    }),
  );
  if (!reply.ok) return printFailure(reply.error, json);
  const { bytes, images, languages: ids, fingerprint } = reply.value;
  if (json) printJson({ file: resolve(file), ...reply.value });
  else {
    process.stdout.write(`${file}: ${formatBytes(bytes)}, ${images.length} images for ${ids.join(", ")}.\n`);
    process.stdout.write(
      fingerprint === null
        ? "Nobody has signed it. Sign with --sign KEY, so that others can tell that it comes from you.\n"
        : `Signed with the key ${fingerprint}\n`,
    );
  }
  return 0;
}

/** `sandpit bundle inspect FILE` */
export async function inspectBundle(session: Session, file: string, { json }: { json?: boolean }): Promise<number> {
  const place = session.bundles.place("read", resolve(file));
  const reply = await withProgress(session, () => session.call("bundle.inspect", { place }));
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson({ file: resolve(file), ...reply.value });
  else printContents(reply.value);
  return 0;
}

interface ImportOptions {
  trust?: string;
  signedOnly?: boolean;
  json?: boolean;
}

/** `sandpit bundle import FILE` */
export async function importBundle(
  session: Session,
  file: string,
  { trust, signedOnly = false, json }: ImportOptions,
): Promise<number> {
  const place = session.bundles.place("read", resolve(file));
  const reply = await withProgress(session, async (pause) => {
    const inspected = await session.call("bundle.inspect", { place });
    if (!inspected.ok) return inspected;
    const { signature, forbidden, mayTrust } = inspected.value;
    if (trust !== undefined) await trustKey(session, place, trust);
    else if (signature.state === "unknown" && forbidden === null && mayTrust) {
      pause();
      if (await mayTrustKey(signature.fingerprint ?? ""))
        await session.bundles.trust(session.bundles.keyOf(place) ?? "");
    } else if (signature.state === "unsigned" && forbidden === null && !signedOnly) {
      pause();
      console.error("sandpit: nobody has signed this bundle. Import it only if you know who made it.");
    }
    return session.call("bundle.import", { place, requireSignature: signedOnly || trust !== undefined });
  });
  if (!reply.ok) {
    const isUnknown = reply.error.details?.reason === "unknown_key";
    const code = printFailure(reply.error, json);
    if (isUnknown && !json) {
      console.error(`Its fingerprint: ${String(reply.error.details?.fingerprint)}`);
      console.error(`Trust it with: sandpit bundle import ${file} --trust PUBLIC_KEY`);
    }
    return code;
  }
  const { images, languages } = reply.value;
  if (json) printJson(reply.value);
  else {
    printTable(images.map(({ state, tag, id }) => [state, tag, id.replace("sha256:", "").slice(0, 12)]));
    process.stdout.write(`These languages run now: ${languages.join(", ")}.\n`);
  }
  return 0;
}

/** The bundle must be signed with the key that the user names, which is then trusted. */
async function trustKey(session: Session, place: string, path: string): Promise<void> {
  const text = await readFile(resolve(path), "utf8").catch(() => {
    throw new SandpitError("invalid_input", `The public key ${path} cannot be read. Name a file that ends in .pub.`);
  });
  const wanted = parsePublicKey(text);
  const found = session.bundles.keyOf(place);
  if (found !== null && found !== wanted) {
    throw new SandpitError(
      "unauthorized",
      `This bundle is signed with another key than the one you named (${toFingerprint(found)}). Do not use it before you know why.`,
      { details: { reason: "wrong_key" } },
    );
  }
  if (found !== null) await session.bundles.trust(wanted);
}

const mayTrustKey = (fingerprint: string): Promise<boolean> =>
  isConfirmed(
    `This bundle is signed with a key that is not trusted here yet:\n\n  ${fingerprint}\n\nCompare it with whoever made the bundle. Trust this key from now on?`,
  );

/** `sandpit bundle keys` */
export async function listKeys(session: Session, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("bundle.keys", {});
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else if (reply.value.length === 0) process.stderr.write("No key is trusted.\n");
  else printTable(reply.value.map(({ addedAt, fingerprint }) => [addedAt ?? "by the policy", fingerprint]));
  return 0;
}

/** `sandpit bundle untrust FINGERPRINT` */
export async function forgetKey(
  session: Session,
  fingerprint: string[],
  { json }: { json?: boolean },
): Promise<number> {
  const reply = await session.call("bundle.forgetKey", { fingerprint: fingerprint.join("") });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  return 0;
}

function printContents({ createdAt, bytes, images, languages, signature, forbidden }: BundleContents): void {
  const signed = {
    unsigned: "nobody has signed it",
    trusted: "signed with a trusted key",
    unknown: "signed with an unknown key",
  };
  printTable([
    ["created", createdAt],
    ["size", formatBytes(bytes)],
    ["signature", signed[signature.state]],
    ...(signature.fingerprint === null ? [] : [["key", signature.fingerprint]]),
    ["languages", languages.map(({ label }) => label).join(", ")],
    ...images.map(({ tag, sizeBytes, architecture }) => [
      "image",
      `${tag}, ${formatBytes(sizeBytes)}, ${architecture}`,
    ]),
    ["state", forbidden ?? "complete and as it was written"],
  ]);
}

const PHASES: Record<BundleProgress["phase"], string> = {
  saving: "Saving",
  examining: "Examining",
  sending: "Sending to the engine",
  unpacking: "The engine unpacks",
  placing: "Putting in place",
};

/** Shows progress in one line of a terminal; Ctrl-C cancels. */
async function withProgress<T>(session: Session, work: (pause: () => void) => Promise<Reply<T>>): Promise<Reply<T>> {
  const { stderr } = process;
  const clear = () => void (stderr.isTTY && stderr.write("\r\x1b[2K"));
  const off = session.events.on("bundle.progressed", ({ phase, doneBytes, totalBytes }) => {
    if (!stderr.isTTY) return;
    const amount = phase === "placing" ? "" : ` ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`;
    stderr.write(`\r\x1b[2K${`${PHASES[phase]}${amount}`.slice(0, (stderr.columns ?? 80) - 1)}`);
  });
  const onInterrupt = () => void session.call("bundle.cancel", {});
  process.on("SIGINT", onInterrupt);
  try {
    return await work(clear);
  } catch (error) {
    return { ok: false, error: toFailure(error) };
  } finally {
    process.off("SIGINT", onInterrupt);
    off();
    clear();
  }
}
