import { StatusError } from "./failures.ts";

/**
 * Reads a request's body as JSON in UTF-8, and no more than `maxBytes` of it.
 * @throws StatusError 400 for what is no JSON, 413 for what is too long, 415 for what says that it is something else.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json *(; *charset *= *"?utf-8"? *)?$/i.test(type.trim())) {
    throw new StatusError(415, "Send JSON in UTF-8, with the header Content-Type: application/json.");
  }
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") throw new StatusError(415, "Send the body as it is, not compressed.");
  const bytes = await readBounded(request, maxBytes);
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 100) : "";
    throw new StatusError(400, `The body is not JSON: ${detail}`);
  }
}

/**
 * Reads what a form of ours sends.
 * @throws StatusError as `readJson` does.
 */
export async function readForm(request: Request, maxBytes: number): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(request.headers.get("content-type") ?? "")) {
    throw new StatusError(415, "This address is for Sandpit's own form.");
  }
  return new URLSearchParams(decode(await readBounded(request, maxBytes)));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new StatusError(400, "The body is not UTF-8. Encode it as UTF-8.");
  }
}

async function readBounded(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLong = (): StatusError =>
    new StatusError(413, `The body is longer than ${Math.floor(maxBytes / 1024)} KB. Send a smaller program.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLong();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
