import { LoaderCircle, ShieldAlert, ShieldCheck, ShieldOff } from "lucide-react";
import { lazy, Suspense, useRef } from "react";
import { useStore } from "zustand";
import { useEntryLanguageId, useSession } from "../session/use-session.ts";
import { type Isolation, toBadgeWords, toFaults, toIsolation } from "./isolation.ts";
import { useLatency } from "./use-latency.ts";
import "./isolation.css";

/** How often the badge has the way to another machine measured. */
const MEASURE_EVERY_MS = 60_000;

const BadgeDetails = lazy(async () => ({ default: (await import("./badge-details.tsx")).BadgeDetails }));

const ICONS: Record<Isolation, typeof ShieldCheck> = {
  checking: LoaderCircle,
  isolated: ShieldCheck,
  not_isolated: ShieldOff,
  none: ShieldAlert,
};

/** Whether programs are isolated, always in view. A click tells how. */
export function Badge() {
  const { stores } = useSession();
  const state = useStore(stores.status);
  const isOpen = useStore(stores.view, (view) => view.badgeOpen);
  const languageId = useEntryLanguageId();
  const button = useRef<HTMLButtonElement>(null);
  const isolation = toIsolation(state);
  useLatency(MEASURE_EVERY_MS);
  const language = useStore(stores.languages, ({ list }) => list.find(({ id }) => id === languageId));
  const { title, facts } = toBadgeWords(state, languageId);
  const hasGaps = toFaults(state).length > 0;
  const Icon = hasGaps ? ShieldAlert : ICONS[isolation];
  const isWarm = isolation === "isolated" && (state.status?.warm[languageId ?? ""] ?? 0) > 0;
  const setOpen = (badgeOpen: boolean) => stores.view.setState({ badgeOpen });
  const shown = isolation === "isolated" ? [...facts, isWarm ? "warm" : "cold"] : facts;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="badge"
        data-state={isolation}
        data-warm={isWarm}
        data-gaps={hasGaps || undefined}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon size={16} className={isolation === "checking" ? "badge__icon--turning" : undefined} aria-hidden />
        <span className="visually-hidden">Isolation: </span>
        <span className="badge__title">{title}</span>
        <span className="badge__facts">{shown.join(" · ")}</span>
        {isolation === "isolated" && language && (
          <span className="badge__image">{language.imageTag.replace(/:latest$/, "")}</span>
        )}
      </button>
      {isOpen && (
        <Suspense>
          <BadgeDetails anchor={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
