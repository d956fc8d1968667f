import { formatDuration } from "#shared/format.ts";
import type { Metrics, Percentiles } from "#shared/metrics-schema.ts";
import { toSpread } from "./insights-numbers.ts";
import { Part } from "./part.tsx";

/** How long things took: what half, nine in ten and nearly all of the runs stayed below. */
export function Times({ metrics }: { metrics: Metrics }) {
  const rows: [string, Percentiles][] = [
    ["First output", metrics.firstOutputMs],
    ["… from a waiting sandbox", metrics.firstOutputWarmMs],
    ["… from a cold start", metrics.firstOutputColdMs],
    ["Whole run", metrics.wallMs],
  ];
  const longest = Math.max(...rows.map(([, times]) => times?.max ?? 0));
  const show = (ms: number | undefined) => (ms === undefined ? "–" : formatDuration(ms));
  return (
    <Part title="How long it took">
      <table className="numbers">
        <thead>
          <tr>
            <th className="numbers__cell" data-head data-first scope="col">
              Time to
            </th>
            <th className="numbers__cell" data-head scope="col">
              Runs
            </th>
            <th className="numbers__cell" data-head scope="col">
              Half below
            </th>
            <th className="numbers__cell" data-head scope="col">
              90 % below
            </th>
            <th className="numbers__cell" data-head scope="col">
              99 % below
            </th>
            <th className="numbers__cell" data-head scope="col">
              Longest
            </th>
            <td className="numbers__cell" />
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, times]) => (
            <tr key={name}>
              <th className="numbers__cell" data-first scope="row">
                {name}
              </th>
              <td className="numbers__cell">{times?.count.toLocaleString("en") ?? "0"}</td>
              <td className="numbers__cell">{show(times?.p50)}</td>
              <td className="numbers__cell">{show(times?.p90)}</td>
              <td className="numbers__cell">{show(times?.p99)}</td>
              <td className="numbers__cell">{show(times?.max)}</td>
              <td className="numbers__cell numbers__spread" aria-hidden>
                {times && <Spread times={times} longest={longest} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

/** From what half stayed below to what 99 in 100 did, on a scale where each step is ten times as long. */
function Spread({ times, longest }: { times: NonNullable<Percentiles>; longest: number }) {
  const { half, most, nearlyAll } = toSpread(times, longest);
  return (
    <span className="spread">
      <span className="spread__tail" style={{ left: `${most}%`, width: `${nearlyAll - most}%` }} />
      <span className="spread__body" style={{ left: `${half}%`, width: `${most - half}%` }} />
      <span className="spread__half" style={{ left: `${half}%` }} />
    </span>
  );
}
