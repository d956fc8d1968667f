import { formatBytes, formatDuration } from "#shared/format.ts";
import type { RunResult } from "#shared/run.ts";

/** What is known of a run in numbers, in the order of interest, as parts of one sentence. */
export function toFacts(result: RunResult): string[] {
  const { outcome, wallMs, firstOutputMs, exitCode, peakMemoryBytes, backend, warm } = result;
  const { compileMs } = result;
  const facts = outcome === "compile_error" ? [] : [`Took ${formatDuration(wallMs)}`];
  if (compileMs !== undefined)
    facts.push(`${facts.length > 0 ? "compiling" : "Compiling"} took ${formatDuration(compileMs)}`);
  if (firstOutputMs !== null) facts.push(`first output after ${formatDuration(firstOutputMs)}`);
  if (peakMemoryBytes !== null) facts.push(`up to ${formatBytes(peakMemoryBytes)} of memory`);
  // The code of a program that was stopped, such as 137, says nothing that the verdict does not say better.
  const isOwnCode = outcome === "completed" || outcome === "failed";
  if (exitCode !== null && isOwnCode) facts.push(`exit code ${exitCode}`);
  facts.push(toSandboxWords(backend, warm));
  return facts;
}

function toSandboxWords(backend: RunResult["backend"], warm: boolean): string {
  if (backend === "local") return "not isolated";
  return warm ? "warm sandbox" : "cold start";
}
