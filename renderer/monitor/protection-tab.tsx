import { Check, Minus, TriangleAlert } from "lucide-react";
import { useCallback } from "react";
import { formatBytes } from "#shared/format.ts";
import type { ContainerDetails, ContainerSummary } from "#shared/monitor.ts";
import { useSession } from "../session/use-session.ts";
import { hasEnded } from "./monitor-state.ts";
import { toProtections } from "./protections.ts";
import { useFetched } from "./use-fetched.ts";

/** What the engine reports about the container's confinement, in words, with the name it has there. */
export function ProtectionTab({ one }: { one: ContainerSummary }) {
  const { call } = useSession();
  const ended = hasEnded(one);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at its end there is another answer.
  const fetch = useCallback(() => call("containers.inspect", { id: one.id }), [call, one.id, ended]);
  const { value, problem } = useFetched(fetch, null);
  if (!value) return <p className="log-box__note">{problem ?? "Asking…"}</p>;
  return (
    <>
      <ul className="report">
        {toProtections(value).map(({ title, technical, holds }) => (
          <li key={title} className="report__one" data-holds={holds ?? "no"} data-ours={one.ours}>
            <Mark holds={holds} ours={one.ours} />
            <div>
              <p>{title}</p>
              <code>{technical}</code>
            </div>
          </li>
        ))}
      </ul>
      <Folders details={value} />
      <dl className="report__facts">
        <dt>Command</dt>
        <dd>
          <code>{value.command}</code>
        </dd>
        {value.shmBytes !== null && (
          <>
            <dt>Shared memory</dt>
            <dd>{formatBytes(value.shmBytes)}</dd>
          </>
        )}
        {value.ulimits.length > 0 && (
          <>
            <dt>Other limits</dt>
            <dd>
              <code>{value.ulimits.map(({ name, soft }) => `${name} ${soft}`).join(", ")}</code>
            </dd>
          </>
        )}
        {value.securityOptions.length > 0 && (
          <>
            <dt>SecurityOpt</dt>
            <dd>
              <code>{value.securityOptions.join(", ")}</code>
            </dd>
          </>
        )}
        <dt>Restart</dt>
        <dd>
          <code>{value.restartPolicy || "no"}</code>
        </dd>
      </dl>
    </>
  );
}

function Mark({ holds, ours }: { holds: boolean | null; ours: boolean }) {
  if (holds) return <Check size={16} aria-label="Yes:" />;
  // How other people set up their containers is not for us to complain about.
  if (holds === false && ours) return <TriangleAlert size={16} aria-label="Attention:" />;
  return <Minus size={16} aria-label="No:" />;
}

/** What can be written, and what is seen of elsewhere. */
function Folders({ details: { tmpfs, mounts } }: { details: ContainerDetails }) {
  if (tmpfs.length + mounts.length === 0) return null;
  return (
    <section className="report__folders" aria-label="Folders">
      <h3>Folders</h3>
      <ul>
        {tmpfs.map(({ path, options }) => (
          <li key={path}>
            <p>
              <code>{path}</code> in memory
            </p>
            <code>tmpfs: {options}</code>
          </li>
        ))}
        {mounts.map(({ type, source, destination, readOnly }) => (
          <li key={destination}>
            <p>
              <code>{destination}</code> {readOnly ? "read-only" : "can be written"}
            </p>
            <code>
              {type}: {source}
            </code>
          </li>
        ))}
      </ul>
    </section>
  );
}
