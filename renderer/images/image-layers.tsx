import { useState } from "react";
import { formatBytes } from "#shared/format.ts";
import type { ImageDetails } from "#shared/images.ts";
import { useSession } from "../session/use-session.ts";

/** What an image is made of, asked for when somebody looks. */
export function ImageLayers({ folder, id }: { folder: string; id: string }) {
  const { call } = useSession();
  const [details, setDetails] = useState<{ id: string; value: ImageDetails | null; problem: string | null } | null>(
    null,
  );
  const known = details?.id === id ? details : null;
  const load = async (open: boolean) => {
    if (!open || known?.value) return;
    const reply = await call("images.details", { folder });
    setDetails({ id, value: reply.ok ? reply.value : null, problem: reply.ok ? null : reply.error.message });
  };
  return (
    <details className="details image-card__details" onToggle={(event) => void load(event.currentTarget.open)}>
      <summary>What is in it</summary>
      {known?.problem && <p className="image-card__message">{known.problem}</p>}
      {!known && <p className="layers__note">Asking the engine…</p>}
      {known?.value && <Details details={known.value} />}
    </details>
  );
}

function Details({ details }: { details: ImageDetails }) {
  const { interpreterVersion, baseVersion, architecture, receiverVersion, layers } = details;
  const most = Math.max(1, ...layers.map(({ sizeBytes }) => sizeBytes));
  const filled = layers.filter(({ sizeBytes }) => sizeBytes > 0);
  const empty = layers.length - filled.length;
  const facts = [interpreterVersion, baseVersion, architecture].filter((fact) => fact !== null);
  return (
    <div className="layers">
      <p className="layers__facts">
        {facts.join(" · ")}
        {receiverVersion !== null && ` · receiver version ${receiverVersion}`}
      </p>
      <table className="layers__table">
        <caption className="visually-hidden">Layers, newest first</caption>
        <thead>
          <tr>
            <th scope="col" className="layers__size">
              Size
            </th>
            <th scope="col" className="layers__share">
              Share
            </th>
            <th scope="col">Made by</th>
          </tr>
        </thead>
        <tbody>
          {filled.map(({ createdBy, sizeBytes, createdAt }) => (
            <tr key={`${createdAt} ${createdBy} ${sizeBytes}`}>
              <td className="layers__size">{formatBytes(sizeBytes)}</td>
              <td className="layers__share">
                <span
                  className="layers__bar"
                  style={{ width: `${Math.max(2, (sizeBytes / most) * 100)}%` }}
                  aria-hidden
                />
                <span className="visually-hidden">{Math.round((sizeBytes / most) * 100)} % of the largest</span>
              </td>
              <td className="layers__made" title={createdBy}>
                {toInstruction(createdBy)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {empty > 0 && (
        <p className="layers__note">
          {empty} more {empty === 1 ? "step" : "steps"} that take no space.
        </p>
      )}
    </div>
  );
}

/** The engine's record of a step, without the shell that it is wrapped in. */
const toInstruction = (createdBy: string): string =>
  createdBy.replace(/^\/bin\/sh -c #\(nop\)\s*/, "").replace(/^\/bin\/sh -c /, "RUN ") || "Base image";
