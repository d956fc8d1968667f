import type { ReactNode } from "react";
import { formatBytes } from "#shared/format.ts";
import type { ContainerSample, ContainerSummary } from "#shared/monitor.ts";
import { useSession } from "../session/use-session.ts";
import { formatAge } from "./container-words.ts";
import { UsageChart } from "./usage-chart.tsx";
import { useBeat } from "./use-beat.ts";

/** What a container uses now, against its limits, and did in the last three minutes. */
export function UsageTab({ one }: { one: ContainerSummary }) {
  const { samples } = useSession();
  const nowMs = useBeat();
  const sample = samples.latest(one.id);
  const { memoryBytes, cpus, pids } = one.limits;
  const bytes = (value: number | null | undefined) => (typeof value === "number" ? formatBytes(value) : "–");
  return (
    <>
      <Use
        title="Processor"
        value={sample?.cpuPercent == null ? "–" : `${sample.cpuPercent.toFixed(1)} %`}
        limit={cpus === null ? "no limit" : `of ${Math.round(cpus * 100)} %`}
      >
        <UsageChart id={one.id} measure="cpu" limit={cpus === null ? null : cpus * 100} height={72} />
      </Use>
      <Use
        title="Memory"
        value={sample ? `${(sample.memoryBytes / 1024 / 1024).toFixed(1)} MB` : "–"}
        limit={memoryBytes === null ? "no limit" : `of ${formatBytes(memoryBytes)}`}
      >
        <UsageChart id={one.id} measure="memory" limit={memoryBytes} height={72} />
      </Use>
      <dl className="use-facts">
        <Fact name="Processes">
          {sample?.processes ?? "–"}
          {pids !== null && <span className="use-facts__quiet"> of {pids}</span>}
        </Fact>
        <Fact name="Age">{formatAge(nowMs - Date.parse(one.createdAt))}</Fact>
        <Fact name="Read from disk">{bytes(sample?.blockReadBytes)}</Fact>
        <Fact name="Written to disk">{bytes(sample?.blockWriteBytes)}</Fact>
        <Fact name="Received">{toNetwork(sample, sample?.networkReceivedBytes)}</Fact>
        <Fact name="Sent">{toNetwork(sample, sample?.networkSentBytes)}</Fact>
      </dl>
      <History samples={samples.samples(one.id)} />
    </>
  );
}

const toNetwork = (sample: ContainerSample | undefined, value: number | null | undefined): string =>
  sample && value == null ? "no network" : typeof value === "number" ? formatBytes(value) : "–";

interface UseProps {
  title: string;
  value: string;
  limit: string;
  children: ReactNode;
}

function Use({ title, value, limit, children }: UseProps) {
  return (
    <section className="use" aria-label={title}>
      <h3 className="use__title">{title}</h3>
      <p className="use__value">
        {value} <span>{limit}</span>
      </p>
      <div className="use__chart">{children}</div>
      <p className="use__axis" aria-hidden>
        <span>3 min ago</span>
        <span>now</span>
      </p>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="use-facts__one">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const STEP_MS = 10_000;

/** The charts as a table, for those who cannot see them or want the numbers. */
function History({ samples }: { samples: readonly ContainerSample[] }) {
  const rows = toHistory(samples);
  return (
    <details className="details">
      <summary>The last three minutes as a table</summary>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Processor</th>
            <th scope="col">Memory</th>
            <th scope="col">Processes</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, cpuPercent, memoryBytes, processes }) => (
            <tr key={at}>
              <td>{new Date(at).toLocaleTimeString("en-GB")}</td>
              <td>{cpuPercent === null ? "–" : `${cpuPercent.toFixed(1)} %`}</td>
              <td>{(memoryBytes / 1024 / 1024).toFixed(1)} MB</td>
              <td>{processes ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** One sample for every ten seconds, the newest first. */
function toHistory(samples: readonly ContainerSample[]): ContainerSample[] {
  const bySlot = new Map(samples.map((sample) => [Math.floor(sample.at / STEP_MS), sample]));
  return [...bySlot.values()].reverse();
}
