import type { Tone } from "../ui/state-mark.tsx";
import { Part } from "./part.tsx";

interface BarsProps {
  title: string;
  counts: readonly { name: string; runs: number }[];
  word(name: string): string;
  tone?(name: string): Tone | undefined;
}

/** How often each of a few things was: a table whose last column is a bar. */
export function Bars({ title, counts, word, tone }: BarsProps) {
  const most = Math.max(1, ...counts.map(({ runs }) => runs));
  return (
    <Part title={title}>
      {counts.length === 0 ? (
        <p className="insights__none">None.</p>
      ) : (
        <table className="bars">
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{title}</th>
              <th scope="col">Runs</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {counts.map(({ name, runs }) => (
              <tr key={name}>
                <th className="bars__name" scope="row">
                  {word(name)}
                </th>
                <td className="bars__number">{runs.toLocaleString("en")}</td>
                <td className="bars__place" aria-hidden>
                  <span className="bars__bar" data-tone={tone?.(name)} style={{ width: `${(runs / most) * 100}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  );
}
