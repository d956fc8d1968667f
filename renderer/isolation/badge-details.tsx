import { Check, X } from "lucide-react";
import { Popover } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { useStore } from "zustand";
import { formatDuration } from "#shared/format.ts";
import { useEntryLanguageId, useSession } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { WithCode } from "../ui/with-code.tsx";
import { imageOfLanguage } from "./images-state.ts";
import {
  type Protection,
  toFarMachine,
  toFaults,
  toIsolation,
  toLimitsInForce,
  toLocalBounds,
  toMissingProtections,
  toProtections,
} from "./isolation.ts";
import type { StatusState } from "./status-state.ts";
import { useLatency } from "./use-latency.ts";

const SENTENCES = {
  checking: "Sandpit is looking for a container engine.",
  isolated: "Programs run in a locked-down container, apart from this computer.",
  not_isolated: "Programs run directly on this computer. They can read and change whatever you can.",
  none: "Programs run only in a container here, and there is no container engine.",
} as const;

const IS_LINUX = /Linux/.test(navigator.platform);

/** How often the way to another machine is measured while somebody reads how long it is. */
const MEASURE_EVERY_MS = 10_000;

const ENCRYPTION = { ssh: "encrypted by SSH", tls: "encrypted by TLS" } as const;

interface BadgeDetailsProps {
  anchor: RefObject<HTMLButtonElement | null>;
  onClose(): void;
}

/** Behind the badge: what isolates programs, and what from. */
export function BadgeDetails({ anchor, onClose }: BadgeDetailsProps) {
  const { stores } = useSession();
  const state = useStore(stores.status);
  const languageId = useEntryLanguageId();
  const isolation = toIsolation(state);
  const machine = toFarMachine(state);
  useLatency(MEASURE_EVERY_MS);
  const limits = toLimitsInForce(state.status, languageId);
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLButtonElement>} />
      <Popover.Portal>
        <Popover.Content
          className="popup badge-details"
          side="top"
          align="start"
          sideOffset={6}
          aria-label="Isolation"
          // The badge closes what it has opened; without this it would open it again.
          onInteractOutside={(event) => anchor.current?.contains(event.target as Node) && event.preventDefault()}
          onCloseAutoFocus={() => anchor.current?.focus()}
        >
          <header className="badge-details__head">
            <p className="badge-details__sentence">
              {machine === null
                ? SENTENCES[isolation]
                : `Programs run in a locked-down container on another machine, ${machine}. Your code, and what you type into it, is sent there.`}
            </p>
            <IconButton label="Close" onClick={onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          <Gaps state={state} />
          <Facts state={state} />
          {isolation === "isolated" && (
            <Protections title="Every program is kept from harm" list={toProtections(limits)} isActive />
          )}
          {isolation === "not_isolated" && (
            <>
              <Protections title="What holds all the same" list={[toLocalBounds(limits, IS_LINUX)]} isActive />
              <Protections
                title="What isolation would add"
                list={toMissingProtections(limits, IS_LINUX)}
                isActive={false}
              />
            </>
          )}
          {(isolation === "none" || isolation === "checking") && (
            <Protections title="What isolation does" list={toProtections(limits)} isActive={false} />
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Protections(props: { title: string; list: readonly Protection[]; isActive: boolean }) {
  const { title: heading, list, isActive } = props;
  const Mark = isActive ? Check : X;
  return (
    <>
      <h3 className="badge-details__title">{heading}</h3>
      <ul className="protections">
        {list.map(({ title, detail }) => (
          <li key={title} className="protections__item" data-active={isActive}>
            <Mark className="protections__mark" size={16} aria-hidden />
            <span>
              <strong>{title}.</strong> {detail}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was asked for and does not hold, as it was last read back from inside a sandbox. */
function Gaps({ state }: { state: StatusState }) {
  const faults = toFaults(state);
  if (faults.length === 0) return null;
  return (
    <section className="gaps" aria-label="Protections that are not in force">
      <p className="gaps__title">
        {faults.length === 1 ? "One protection is" : `${faults.length} protections are`} not in force
      </p>
      <ul>
        {faults.map(({ id, title, detail }) => (
          <li key={id}>
            <strong>{title}.</strong> <span className="gaps__detail">{detail}</span>
          </li>
        ))}
      </ul>
      <p>The engine was asked for more than it does. The doctor knows what to do about it.</p>
    </section>
  );
}

function Facts({ state: { status, latencyMs } }: { state: StatusState }) {
  const { stores } = useSession();
  const languageId = useEntryLanguageId();
  const language = useStore(stores.languages, ({ list }) => list.find(({ id }) => id === languageId));
  const image = useStore(stores.images, (images) => imageOfLanguage(images, language));
  if (!status) return null;
  const { engine, warm } = status;
  if (engine.state === "unavailable") {
    return (
      <dl className="fact-list">
        <Fact name="Engine">{engine.message}</Fact>
        <Fact name="What to do">
          <WithCode text={engine.remedy} />
        </Fact>
      </dl>
    );
  }
  const waiting = warm[languageId ?? ""] ?? 0;
  return (
    <dl className="fact-list">
      <Fact name="Engine">
        {engine.product} {engine.version}, {engine.operatingSystem}
      </Fact>
      {engine.machine !== null && (
        <>
          <Fact name="Machine">
            {engine.machine}, {engine.encryption === null ? "not encrypted" : ENCRYPTION[engine.encryption]}
          </Fact>
          <Fact name="Distance">
            {latencyMs === null ? "being measured" : `${formatDuration(latencyMs)} to an answer`}
          </Fact>
        </>
      )}
      <Fact name="Found at">{engine.origin}</Fact>
      {language && <Fact name="Image">{language.imageTag}</Fact>}
      {image?.id && <Fact name="Image id">{image.id.replace("sha256:", "").slice(0, 12)}</Fact>}
      <Fact name="Sandbox">
        {waiting > 0 ? `${waiting} warm: the next run starts at once` : "cold: the next run starts a container first"}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact-list__row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
