import { CircleAlert, CircleCheck, CircleX, Copy, LoaderCircle, type LucideIcon, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { DoctorCheck, DoctorFix } from "#shared/engine.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ScreenFrame } from "../ui/screen-frame.tsx";
import { StateMark, type Tone } from "../ui/state-mark.tsx";
import { WithCode } from "../ui/with-code.tsx";
import { type DoctorGroup, toGroups, toSummary } from "./doctor-groups.ts";
import "./doctor.css";

const MARKS: Record<DoctorCheck["status"], { tone: Tone; icon: LucideIcon; word: string }> = {
  pass: { tone: "good", icon: CircleCheck, word: "Pass" },
  warn: { tone: "attention", icon: CircleAlert, word: "Warning" },
  fail: { tone: "bad", icon: CircleX, word: "Fail" },
};

/** Everything that a run depends on, looked at, with what to do where something is wrong. */
export function DoctorScreen() {
  const { stores, doctor } = useSession();
  const { checks, running, problem, examinedAtMs } = useStore(stores.doctor);

  useEffect(() => {
    if (stores.doctor.getState().checks === null) void doctor.examine();
  }, [stores, doctor]);

  return (
    <ScreenFrame
      title="Doctor"
      lead={toLead(checks, running, examinedAtMs)}
      className="doctor"
      actions={
        <>
          <Button disabled={checks === null} onClick={() => checks && void doctor.copy(checks)}>
            <Copy size={14} aria-hidden />
            Copy as text
          </Button>
          <Button disabled={running} onClick={() => void doctor.examine()}>
            {running && <LoaderCircle size={14} className="spinner" aria-hidden />}
            {running ? "Looking…" : "Run again"}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="screen__page" aria-label="Findings" aria-busy={running} tabIndex={0}>
        {problem !== null && (
          <div className="callout doctor__problem" role="alert">
            <TriangleAlert size={18} aria-hidden />
            <p className="callout__words">{problem}</p>
          </div>
        )}
        {checks === null && running && <Skeleton />}
        {checks !== null && toGroups(checks).map((group) => <Group key={group.id} group={group} />)}
      </section>
    </ScreenFrame>
  );
}

function toLead(checks: readonly DoctorCheck[] | null, running: boolean, atMs: number | null): string {
  if (checks === null)
    return running ? "Looking at the engine, the images and the isolation…" : "Nothing looked at yet";
  const time = atMs === null ? "" : new Date(atMs).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return `${toSummary(checks)} · looked at ${time}`;
}

function Group({ group: { id, title, lead, checks } }: { group: DoctorGroup }) {
  return (
    <section className="doctor__group" aria-labelledby={`doctor-${id}`}>
      <h2 className="doctor__title" id={`doctor-${id}`}>
        {title}
      </h2>
      <p className="doctor__lead">{lead}</p>
      <ul className="doctor__checks">
        {checks.map((check) => (
          <Check key={check.id} check={check} />
        ))}
      </ul>
    </section>
  );
}

function Check({ check: { id, title, status, detail, remedy, fix } }: { check: DoctorCheck }) {
  const { tone, icon, word } = MARKS[status];
  return (
    <li className="doctor__check" data-status={status} data-check={id}>
      <StateMark tone={tone} icon={icon}>
        {word}
      </StateMark>
      <div className="doctor__words">
        <p className="doctor__name">{title}</p>
        <p className="doctor__detail">
          <WithCode text={detail} />
        </p>
        {remedy !== undefined && status !== "pass" && (
          <p className="doctor__remedy">
            <WithCode text={remedy} />
          </p>
        )}
      </div>
      {fix && status !== "pass" && <Fix fix={fix} title={title} />}
    </li>
  );
}

function Fix({ fix, title }: { fix: DoctorFix; title: string }) {
  const { stores, doctor } = useSession();
  const running = useStore(stores.doctor, (state) => state.running);
  const [mending, setMending] = useState(false);
  const mend = async () => {
    setMending(true);
    await doctor.mend(fix);
    setMending(false);
  };
  return (
    <Button
      size="small"
      disabled={mending || running}
      aria-label={`${fix.label}: ${title}`}
      onClick={() => void mend()}
    >
      {mending && <LoaderCircle size={14} className="spinner" aria-hidden />}
      {fix.label}
    </Button>
  );
}

/** The shape of what will come, while it is looked for. */
function Skeleton() {
  return (
    <div className="doctor__group" aria-hidden>
      {[56, 72, 64, 48, 70, 60, 52, 66].map((percent) => (
        <div key={percent} className="doctor__check">
          <span className="skeleton" style={{ width: 64 }} />
          <span className="skeleton" style={{ width: `${percent}%` }} />
        </div>
      ))}
    </div>
  );
}
