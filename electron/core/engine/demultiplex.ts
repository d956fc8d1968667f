/** Standard output or standard error of a container. */
export type OutputStream = "stdout" | "stderr";

const HEADER_BYTES = 8;

/**
 * Takes apart the stream of an attached container without a terminal: frames of an 8-byte header (stream number, three
 * zero bytes, big-endian length) and that many bytes. Iterative, so that any number of tiny frames in one chunk costs no
 * stack; passes bytes on as they come, also parts of a frame, so that no frame is ever held in memory.
 * Format: https://docs.docker.com/reference/api/engine/ under "Attach to a container", "Stream format".
 *
 * @param onOutput Called with views into the chunks; copy what is to be kept.
 * @returns Takes the next chunk.
 */
export function createDemultiplexer(onOutput: (stream: OutputStream, bytes: Buffer) => void): (chunk: Buffer) => void {
  const header = Buffer.alloc(HEADER_BYTES);
  let headerBytes = 0;
  let payloadBytes = 0;

  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (payloadBytes > 0) {
        const end = Math.min(at + payloadBytes, chunk.length);
        onOutput(header[0] === 2 ? "stderr" : "stdout", chunk.subarray(at, end));
        payloadBytes -= end - at;
        at = end;
        continue;
      }
      const copied = chunk.copy(header, headerBytes, at, at + HEADER_BYTES - headerBytes);
      headerBytes += copied;
      at += copied;
      if (headerBytes === HEADER_BYTES) {
        payloadBytes = header.readUInt32BE(4);
        headerBytes = 0;
      }
    }
  };
}
