import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { Duplex } from "node:stream";
import { toSshError } from "./ssh-error.ts";

const MAX_COMPLAINT_BYTES = 8 * 1024;

/**
 * A connection to the engine through the standard streams of an `ssh` process. The ends are apart, as with a socket: the
 * end of what we say (a program's standard input) does not end what comes back. A process that fails before the engine
 * has said anything is an error that tells why.
 */
export class SshConnection extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  #hasAnswered = false;
  #complaint = "";

  constructor(child: ChildProcessWithoutNullStreams) {
    super({ allowHalfOpen: true });
    this.#child = child;
    const { stdin, stdout, stderr } = child;
    stdout.on("data", (chunk: Buffer) => {
      this.#hasAnswered = true;
      if (!this.push(chunk)) stdout.pause();
    });
    stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint = (this.#complaint + text).slice(0, MAX_COMPLAINT_BYTES);
    });
    // A process that has gone shows by its exit; what was written to it then is lost, as with any connection.
    for (const stream of [stdin, stdout, stderr]) stream.on("error", () => {});
    child.on("error", (error) => this.destroy(toSshError({ spawnError: error })));
    const outputEnded = new Promise<void>((resolve) => void stdout.once("close", resolve));
    child.once("exit", (code) => void outputEnded.then(() => this.#ended(code)));
  }

  #ended(code: number | null): void {
    if (this.destroyed) return;
    if (!this.#hasAnswered) {
      this.destroy(toSshError({ code, complaint: this.#complaint }));
      return;
    }
    this.push(null);
    this.end();
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    if (this.#child.stdin.writable) this.#child.stdin.end(() => done());
    else done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
    this.#child.kill();
    done(error);
  }

  /** Whether this process stays for this connection's sake; one that waits for its next use keeps nobody. */
  ref(): this {
    return this.#keep("ref");
  }

  unref(): this {
    return this.#keep("unref");
  }

  #keep(way: "ref" | "unref"): this {
    const { stdin, stdout, stderr } = this.#child as unknown as Record<string, { ref(): void; unref(): void }>;
    this.#child[way]();
    for (const stream of [stdin, stdout, stderr]) stream?.[way]();
    return this;
  }

  // What HTTP asks of a socket and a process does not have.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }
}
