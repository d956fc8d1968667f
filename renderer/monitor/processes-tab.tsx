import { useCallback } from "react";
import type { ContainerSummary } from "#shared/monitor.ts";
import { useSession } from "../session/use-session.ts";
import { hasEnded } from "./monitor-state.ts";
import { toProcessColumns } from "./process-columns.ts";
import { useFetched } from "./use-fetched.ts";

const REFRESH_MS = 2_000;

/** What runs in the container, asked again every two seconds. */
export function ProcessesTab({ one }: { one: ContainerSummary }) {
  if (hasEnded(one)) return <p className="log-box__note">It has ended: nothing runs in it any more.</p>;
  return <Processes id={one.id} />;
}

function Processes({ id }: { id: string }) {
  const { call } = useSession();
  const fetch = useCallback(() => call("containers.processes", { id }), [call, id]);
  const { value, problem } = useFetched(fetch, REFRESH_MS);
  if (!value) return <p className="log-box__note">{problem ?? "Asking…"}</p>;
  const { titles, rows } = toProcessColumns(value);
  return (
    <>
      {problem !== null && <p className="log-box__note">{problem}</p>}
      <table className="plain-table plain-table--code">
        <caption className="visually-hidden">Processes</caption>
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, index) => (
                <td key={titles[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
