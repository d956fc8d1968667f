import type { OutputStream } from "../engine/demultiplex.ts";

/** How long the report of an error, and what comes behind it, waits for the end of the program. */
const REPORT_MS = 200;
/** How much is held of a program that goes on and prints much. */
const REPORT_BYTES = 64 * 1024;

/** How Python and Node.js begin to say which error nobody caught: mostly the last thing that a program prints. */
const REPORT = /^(?:(?: *\+ Exception Group )?Traceback \(most recent call last\):|(?:\S+|\/.*):\d+)\r?$/m;

export interface StreamOrder {
  push(stream: OutputStream, bytes: Uint8Array): void;
  /**
   * Passes on what is held. Call before the end is told.
   * @param endedByError Whether the program ended by itself with an error, so that its report of one was its last word.
   */
  flush(endedByError?: boolean): void;
}

/** A report of an error, and the output that came between its parts and behind it. */
interface Report {
  between: Uint8Array[];
  error: Uint8Array[];
  behind: Uint8Array[];
}

/**
 * Puts the two streams back into the order in which the program wrote them, as far as that can be known. They are two
 * pipes, and an engine that finds something in both tells them in any order: an error often arrives before the lines that
 * the program printed first. So error output goes behind the output of the same turn of the event loop, and what comes
 * later comes later. The report of an error waits a little longer: where the program ends by it, it was the last word,
 * whatever came behind it; where the program goes on, it stays in its place. Its parts are never torn apart.
 */
export function createStreamOrder(
  pass: (stream: OutputStream, bytes: Uint8Array) => void,
  reportMs: number = REPORT_MS,
): StreamOrder {
  let last: OutputStream = "stdout";
  let held: Uint8Array[] = [];
  let turn: NodeJS.Immediate | undefined;
  let reports: Report[] = [];
  let reportBytes = 0;
  let timer: NodeJS.Timeout | undefined;

  const passOn = (stream: OutputStream, bytes: Uint8Array) => {
    last = stream;
    pass(stream, bytes);
  };
  const passAll = (stream: OutputStream, parts: readonly Uint8Array[]) => {
    for (const bytes of parts) passOn(stream, bytes);
  };

  const flushHeld = () => {
    clearImmediate(turn);
    turn = undefined;
    const ready = held;
    held = [];
    passAll("stderr", ready);
  };
  const flushReports = (endedByError: boolean) => {
    clearTimeout(timer);
    timer = undefined;
    const ready = reports;
    reports = [];
    reportBytes = 0;
    for (const [index, { between, error, behind }] of ready.entries()) {
      passAll("stdout", between);
      const isLastWord = endedByError && index === ready.length - 1;
      if (isLastWord) passAll("stdout", behind);
      passAll("stderr", error);
      if (!isLastWord) passAll("stdout", behind);
    }
  };

  const hold = (stream: OutputStream, bytes: Uint8Array) => {
    let report = reports.at(-1);
    if (!report || (stream === "stderr" && report.behind.length > 0 && isReport(bytes))) {
      report = { between: [], error: [], behind: [] };
      reports.push(report);
    }
    // The bytes are a view of the connection's buffer, which goes on to be used.
    const copy = Uint8Array.from(bytes);
    if (stream === "stdout") report.behind.push(copy);
    else {
      report.between.push(...report.behind.splice(0));
      report.error.push(copy);
    }
    timer ??= setTimeout(flushReports, reportMs, false);
    reportBytes += bytes.length;
    if (reportBytes > REPORT_BYTES) flushReports(false);
  };

  return {
    push(stream, bytes) {
      if (reports.length > 0) return hold(stream, bytes);
      if (stream === "stdout") return passOn(stream, bytes);
      if (isReport(bytes)) {
        flushHeld();
        return hold(stream, bytes);
      }
      // What goes on with error output that is told already is not torn from it.
      if (last === "stderr") return passOn(stream, bytes);
      held.push(Uint8Array.from(bytes));
      turn ??= setImmediate(flushHeld);
    },
    flush(endedByError = false) {
      flushHeld();
      flushReports(endedByError);
    },
  };
}

const isReport = (bytes: Uint8Array): boolean =>
  REPORT.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"));
