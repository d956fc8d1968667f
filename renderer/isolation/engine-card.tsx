import { LockKeyhole, ShieldAlert } from "lucide-react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { WithCode } from "../ui/with-code.tsx";
import { toIsolation } from "./isolation.ts";
import "./setup.css";

/** Where there is no engine: what is missing, in the core's words for this operating system, and the ways on. */
export function EngineCard() {
  const { stores, isolation } = useSession();
  const engine = useStore(stores.status, ({ status }) => status?.engine);
  const checking = useStore(stores.status, (state) => state.checking);
  const wasIsolated = useStore(stores.status, (state) => state.wasIsolated);
  const forbidsLocal = useStore(stores.settings, ({ policy }) => policy?.forbidsLocal ?? null);
  const canRunLocally = useStore(stores.status, toIsolation) === "not_isolated";
  if (engine?.state !== "unavailable") return null;
  return (
    <section className="setup" aria-label="Set up isolation">
      <ShieldAlert className="setup__icon" size={32} strokeWidth={1.5} aria-hidden />
      <h3 className="setup__title">
        {wasIsolated ? "The container engine has gone away" : "Programs cannot be isolated yet"}
      </h3>
      <p className="setup__text">
        Sandpit runs each program in a locked-down container, so that a mistake in it cannot harm this computer. That
        takes a container engine. You can go on writing in the meantime.
      </p>
      <div className="setup__problem">
        <p>
          <strong>{engine.message}</strong>
        </p>
        <p>
          <WithCode text={engine.remedy} />
        </p>
      </div>
      {forbidsLocal !== null && (
        <p className="setup__policy" role="note">
          <LockKeyhole size={16} aria-hidden />
          <span>{forbidsLocal}</span>
        </p>
      )}
      <div className="setup__actions">
        <Button tone="primary" disabled={checking} onClick={() => void isolation.check()}>
          {checking ? "Looking…" : "Retry"}
        </Button>
        {canRunLocally && (
          <Button tone="quiet" onClick={() => void isolation.allowLocal()}>
            Continue without isolation
          </Button>
        )}
      </div>
      {engine.attempts.length > 0 && (
        <details className="details setup__details">
          <summary>Where Sandpit has looked</summary>
          <ul className="attempts">
            {engine.attempts.map(({ origin, address, detail }) => (
              <li key={`${origin} ${address}`}>
                <strong>{origin}</strong> <code>{address}</code>
                <br />
                {detail}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
