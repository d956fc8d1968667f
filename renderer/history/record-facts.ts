import { formatBytes, formatDuration } from "#shared/format.ts";
import type { HistoryRecord } from "#shared/history-schema.ts";
import type { Limits } from "#shared/limits.ts";
import type { BackendPolicy } from "#shared/run.ts";
import { hasStarted } from "#shared/verdict.ts";
import { SOURCE_WORDS } from "./history-words.ts";

const POLICY_WORDS: Readonly<Record<BackendPolicy, string>> = {
  auto: "Automatic",
  docker: "Only in a container",
  local: "Only without isolation",
};

/** What is known of a run beside its texts, by name, in the order of interest. What is not known is left out. */
export function toRecordFacts(record: HistoryRecord, language: string): [string, string][] {
  const { settings, at, source } = record;
  // Of a program that never began nothing was measured.
  const result = record.result && hasStarted(record.result) ? record.result : null;
  const ran = result && (result.isolated ? `Isolated, ${result.warm ? "warm sandbox" : "cold start"}` : "Not isolated");
  const { backendPolicy, askedBackend, policyBy } = settings;
  const asked =
    askedBackend === null || askedBackend === backendPolicy ? "" : `, asked for: ${POLICY_WORDS[askedBackend]}`;
  const facts: [string, string | null][] = [
    ["Asked for", `${new Date(at).toLocaleString()}, ${SOURCE_WORDS[source]}`],
    ["Language", language],
    ["Ran", ran],
    ["Took", result && formatDuration(result.wallMs)],
    ["First output", result?.firstOutputMs == null ? null : `after ${formatDuration(result.firstOutputMs)}`],
    ["Exit code", result?.exitCode == null ? null : String(result.exitCode)],
    ["Signal", result?.signal ?? null],
    ["Memory", result?.peakMemoryBytes == null ? null : `up to ${formatBytes(result.peakMemoryBytes)}`],
    ["Processor", result?.cpuMs == null ? null : formatDuration(result.cpuMs)],
    ["Limits", toLimitWords(result?.limits ?? settings.limits)],
    ["Image", result?.image ? `${result.image.tag}\n${result.image.id}` : null],
    ["Setting", `${POLICY_WORDS[backendPolicy]}${asked}`],
    ["Policy", policyBy === null ? null : `by ${policyBy}`],
    ["Run id", record.id],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

const toLimitWords = ({ wallMs, memoryBytes, cpus, pids, outputBytes, codeBytes }: Limits): string =>
  [
    formatDuration(wallMs),
    `${formatBytes(memoryBytes)} of memory`,
    `${cpus} CPU`,
    `${pids} processes`,
    `${formatBytes(outputBytes)} of output`,
    `${formatBytes(codeBytes)} of code`,
  ].join(" · ");
