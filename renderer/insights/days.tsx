import { useMemo } from "react";
import type { Metrics } from "#shared/metrics-schema.ts";
import { DAY_PARTS, DayChart } from "./day-chart.tsx";
import { toDayParts, toDayWords } from "./insights-numbers.ts";
import { Part } from "./part.tsx";

/** How many runs there were on each day, and how they ended: a chart, and the same as a table. */
export function Days({ metrics }: { metrics: Metrics }) {
  const days = useMemo(() => toDayParts(metrics), [metrics]);
  return (
    <Part title="Runs by day">
      <ul className="chart-legend" aria-hidden>
        {DAY_PARTS.toReversed().map(({ key, label, colour }) => (
          <li key={key}>
            <span className="chart-legend__mark" style={{ background: `var(${colour})` }} />
            {label}
          </li>
        ))}
      </ul>
      <DayChart days={days} />
      <details className="as-table">
        <summary>As a table</summary>
        <table className="numbers">
          <thead>
            <tr>
              <th className="numbers__cell" data-head data-first scope="col">
                Day
              </th>
              <th className="numbers__cell" data-head scope="col">
                Runs
              </th>
              {DAY_PARTS.toReversed().map(({ key, label }) => (
                <th key={key} className="numbers__cell" data-head scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.day}>
                <th className="numbers__cell" data-first scope="row">
                  {toDayWords(day.day)}
                </th>
                <td className="numbers__cell">{day.runs}</td>
                {DAY_PARTS.toReversed().map(({ key }) => (
                  <td key={key} className="numbers__cell">
                    {day[key]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Part>
  );
}
