import { useCallback } from "react";
import type { ContainerSummary } from "#shared/monitor.ts";
import { useSession } from "../session/use-session.ts";
import { hasEnded } from "./monitor-state.ts";
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
  return (
    <>
      {problem !== null && <p className="log-box__note">{problem}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="plain-table__scroll" aria-label="Processes" tabIndex={0}>
        <table className="plain-table plain-table--code">
          <thead>
            <tr>
              {value.titles.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value.rows.map((row) => (
              <tr key={row.join(" ")}>
                {row.map((cell, index) => (
                  <td key={value.titles[index]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
