import { formatBytes, formatDuration } from "#shared/format.ts";
import type { RunResult } from "#shared/run.ts";
import { hasStarted } from "#shared/verdict.ts";

/** What is known of a run in numbers, in the order of interest, as parts of one sentence; none where nothing ran. */
export function toFacts(result: RunResult): string[] {
  if (!hasStarted(result)) return [];
  const { outcome, wallMs, firstOutputMs, exitCode, signal, peakMemoryBytes, backend, warm } = result;
  const { compileMs } = result;
  const facts = outcome === "compile_error" ? [] : [`Took ${formatDuration(wallMs)}`];
  if (compileMs !== undefined)
    facts.push(`${facts.length > 0 ? "compiling" : "Compiling"} took ${formatDuration(compileMs)}`);
  if (firstOutputMs !== null) facts.push(`first output after ${formatDuration(firstOutputMs)}`);
  if (peakMemoryBytes !== null) facts.push(`up to ${formatBytes(peakMemoryBytes)} of memory`);
  // The code of a program that was stopped, such as 137, says nothing that the verdict does not say better.
  const isOwnCode = outcome === "completed" || outcome === "failed" || (outcome === "output_limit" && signal === null);
  if (exitCode !== null && isOwnCode) facts.push(`exit code ${exitCode}`);
  facts.push(toSandboxWords(backend, warm));
  return facts;
}

function toSandboxWords(backend: RunResult["backend"], warm: boolean): string {
  if (backend === "local") return "not isolated";
  return warm ? "warm sandbox" : "cold start";
}
