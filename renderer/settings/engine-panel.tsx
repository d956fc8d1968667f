import { CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { EngineChoice, EngineStatus } from "#shared/engine.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { WithCode } from "../ui/with-code.tsx";
import "./engine-panel.css";

const KEY = "engine.address";
const ENCRYPTION = { ssh: "over SSH", tls: "over TLS" } as const;
const AUTOMATIC = { value: "", name: "Found automatically", where: "whichever engine answers on this computer first" };

/** The engine in use, and the others that are known here: Docker's contexts, and sockets that are there. */
export function EnginePanel() {
  const { call, settings, isolation, stores } = useSession();
  const entry = useStore(stores.settings, ({ entries }) => entries?.[KEY]);
  const { status, checking } = useStore(stores.status);
  const [choices, setChoices] = useState<readonly EngineChoice[]>([]);
  useEffect(() => {
    void call("engine.choices", {}).then((reply) => reply.ok && setChoices(reply.value.engines));
  }, [call]);

  const chosen = String(entry?.value ?? "");
  const isLocked = entry !== undefined && entry.lockedBy !== null;
  const choose = (value: string) => void (value === "" ? settings.reset([KEY]) : settings.change(KEY, value));
  const rows = [AUTOMATIC, ...choices.map((choice) => ({ ...choice, where: toWhere(choice) }))];
  return (
    <section className="engine-panel" aria-label="Container engine">
      <header className="engine-panel__head">
        <State engine={status?.engine} isChecking={checking} />
        {status?.engine.state === "unavailable" && (
          <Button size="small" disabled={checking} onClick={() => void isolation.check()}>
            Try again
          </Button>
        )}
      </header>
      {choices.length > 0 && (
        <ul className="engine-panel__list" aria-label="Engines that are known here">
          {rows.map(({ value, name, where }) => (
            <li key={value} className="engine-panel__row" data-chosen={value === chosen}>
              <span>
                <span className="engine-panel__name">{name}</span>
                <span className="engine-panel__where">{where}</span>
              </span>
              {value === chosen ? (
                <span className="engine-panel__chosen">Chosen</span>
              ) : (
                <Button size="small" disabled={isLocked} aria-label={`Use ${name}`} onClick={() => choose(value)}>
                  Use
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const toWhere = ({ machine, address, encryption }: EngineChoice): string => {
  if (machine === null) return `this computer, ${address}`;
  return `${machine}, ${encryption === null ? "not encrypted" : ENCRYPTION[encryption]}`;
};

function State({ engine, isChecking }: { engine: EngineStatus | undefined; isChecking: boolean }) {
  if (!engine || isChecking) {
    return (
      <StateMark tone="quiet" icon={LoaderCircle}>
        Looking for the engine
      </StateMark>
    );
  }
  if (engine.state === "unavailable") {
    return (
      <div className="engine-panel__trouble">
        <StateMark tone="attention" icon={TriangleAlert}>
          No engine
        </StateMark>
        <p>
          {engine.message} <WithCode text={engine.remedy} />
        </p>
      </div>
    );
  }
  const { product, version, machine, origin } = engine;
  return (
    <StateMark tone="good" icon={CircleCheck}>
      {`${product} ${version} on ${machine ?? "this computer"}, found through ${origin}`}
    </StateMark>
  );
}
