import { formatBytes, formatDuration } from "#shared/format.ts";
import type { RunResult } from "#shared/run.ts";

/** The numbers of a run that are known, in the order of interest. */
export function toFacts(result: RunResult): { name: string; value: string }[] {
  const { outcome, wallMs, firstOutputMs, exitCode, peakMemoryBytes, backend, warm } = result;
  const facts = [{ name: "Time", value: formatDuration(wallMs) }];
  if (firstOutputMs !== null) facts.push({ name: "First output", value: formatDuration(firstOutputMs) });
  if (peakMemoryBytes !== null) facts.push({ name: "Memory", value: formatBytes(peakMemoryBytes) });
  // The code of a program that was stopped, such as 137, says nothing that the verdict does not say better.
  const isOwnCode = outcome === "completed" || outcome === "failed";
  if (exitCode !== null && isOwnCode) facts.push({ name: "Exit code", value: String(exitCode) });
  facts.push({ name: "Sandbox", value: toSandboxWords(backend, warm) });
  return facts;
}

function toSandboxWords(backend: RunResult["backend"], warm: boolean): string {
  if (backend === "local") return "none, not isolated";
  return warm ? "warm" : "cold start";
}
