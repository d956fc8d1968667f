import type { Core } from "../core/core.ts";

/** Shows a build's progress in one line of a terminal; in a pipe it shows nothing. */
export function showBuildProgress(events: Core["events"]): { end(): void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { end: () => {} };
  const off = events.on("image.progressed", ({ tag, step, steps, text }) => {
    const line = `${tag.replace(/:.*/, "")} ${step}/${steps || "?"} ${text.split("\n")[0]?.trim() ?? ""}`;
    stderr.write(`\r\x1b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
  });
  return {
    end() {
      off();
      stderr.write("\r\x1b[2K");
    },
  };
}
