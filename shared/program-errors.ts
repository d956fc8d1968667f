/**
 * How interpreters end their report of an error that nobody caught; what a program prints about an error by itself ends
 * in other ways. All patterns of one of them must match the end of standard error, without white space behind it.
 */
const UNCAUGHT: Readonly<Record<string, readonly RegExp[]>> = {
  // A place in the code, and the exception at the margin below it.
  python: [/^ +File ".*", line \d+/m, /(?:^|\n) +\S.*\n[A-Za-z_][\w.]*(?::.*)?$/],
  // It signs with its version.
  node: [/\nNode\.js v\d+\.\d+\.\d+\S*$/],
  ruby: [/(?:^|\n)\S+:\d+:in .+ \([A-Z]\w*(?:::\w+)*\)(?:\n\t.*)*$/],
  php: [/^(?:PHP )?Fatal error: +Uncaught /m, /\n +thrown in .+ on line \d+$/],
  lua: [/\nstack traceback:(?:\n\t.*)+$/],
  java: [/^Exception in thread "/m, /\n\s+at .+$/],
  go: [/^panic: /m, /^goroutine \d+ /m],
  rust: [/^thread '.*' .*panicked at /m],
};

/** Longer than most reports; what comes before the last of them says nothing of the end. */
const REPORT_CHARACTERS = 8_192;

/** Whether standard error ends with an interpreter's report of an error that nobody caught, in any language. */
export function endsWithUncaughtError(stderr: string): boolean {
  const end = stderr.trimEnd().slice(-REPORT_CHARACTERS).replaceAll("\r\n", "\n");
  return Object.values(UNCAUGHT).some((patterns) => patterns.every((pattern) => pattern.test(end)));
}

/** What programs print where the system let them have no more processes; the kernel tells nobody else. */
const NO_MORE_PROCESSES = [
  /can't start new thread|failed to create new OS thread|unable to create native thread|failed to spawn thread/,
  /uv_thread_create|pthread_create failed|ERR_WORKER_INIT_FAILED.*EAGAIN|\bspawn(?:Sync)?\b.*\bEAGAIN\b/,
  // The same words are those of a read that would have to wait, so it must be about starting something.
  /\b_?fork[\s\S]{0,500}Resource temporarily unavailable|Thread: Resource temporarily unavailable/,
];

/** What programs print where a file has no room. */
const NO_MORE_SPACE = /No space left on device|\bENOSPC\b/;

/** Which of the limits that only the program itself can tell it says to have met; `null` where none. */
export function toReportedLimit(stderr: string): "processes" | "files" | null {
  const end = stderr.slice(-4_096);
  if (NO_MORE_PROCESSES.some((pattern) => pattern.test(end))) return "processes";
  return NO_MORE_SPACE.test(end) ? "files" : null;
}
