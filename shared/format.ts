/** Bytes for people, in steps of 1,024: `10 KB`, `1.5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  const units = ["KB", "MB", "GB", "TB"];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${withOneDigit(value)} ${units[unit]}`;
}

/** Milliseconds for people: `5 ms`, `0.1 s`, `30 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return "less than 1 ms";
  if (ms < 99.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${withOneDigit(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

function withOneDigit(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}
