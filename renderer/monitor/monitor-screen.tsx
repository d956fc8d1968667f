import { Search, TriangleAlert, Unplug } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { CleanUpButton } from "../cleanup/clean-up-button.tsx";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { ScreenFrame } from "../ui/screen-frame.tsx";
import { Switch } from "../ui/switch.tsx";
import { ContainerTable } from "./container-table.tsx";
import { hasEnded, type MonitorState } from "./monitor-state.ts";
import { useFilterRequest } from "./use-filter-request.ts";
import { useMonitorWatch } from "./use-monitor-watch.ts";
import { useTableItems } from "./use-table-items.ts";
import "../ui/list-and-details.css";
import "./monitor.css";

const ContainerDetails = lazy(async () => ({ default: (await import("./container-details.tsx")).ContainerDetails }));

type Question = { kind: "remove"; id: string } | { kind: "removeAll" } | null;

/** Every container of Sandpit's, live: what it is, what it uses, and an end to it. */
export function MonitorScreen() {
  const { stores, monitor } = useSession();
  const state = useStore(stores.monitor);
  const engine = useStore(stores.status, ({ status }) => status?.engine);
  const [question, setQuestion] = useState<Question>(null);
  const items = useTableItems();
  useMonitorWatch();

  const isLost = engine?.state === "unavailable";
  const open = state.openId === null ? undefined : state.containers?.[state.openId];
  const remove = (id: string) => {
    const one = state.containers?.[id];
    if (one?.role === "running") setQuestion({ kind: "remove", id });
    else void monitor.act(id, "remove");
  };
  return (
    <ScreenFrame
      title="Monitor"
      lead={toLead(state)}
      className="monitor"
      actions={
        <>
          <Filter />
          <Switch label="Show other containers" checked={state.showsOthers} onChange={monitor.switchOthers} />
          <CleanUpButton />
          <Button disabled={!hasOurs(state) || isLost} onClick={() => setQuestion({ kind: "removeAll" })}>
            Remove all of Sandpit’s
          </Button>
        </>
      }
    >
      {isLost && (
        <div className="callout monitor__lost" role="status">
          <Unplug size={18} aria-hidden />
          <div className="callout__words">
            <p className="callout__title">The container engine does not answer</p>
            <p>
              {engine.message} What you see is how things stood. Sandpit goes on looking, and this screen follows by
              itself when the engine is back.
            </p>
          </div>
        </div>
      )}
      {!isLost && state.problem !== null && (
        <div className="callout monitor__lost" role="alert">
          <TriangleAlert size={18} aria-hidden />
          <p className="callout__words">{state.problem}</p>
          <Button size="small" onClick={() => void monitor.watch()}>
            Try again
          </Button>
        </div>
      )}
      <div
        className="monitor__body list-and-details"
        data-lost={isLost || undefined}
        data-details={open !== undefined || undefined}
      >
        <section className="monitor__list pane" aria-label="List of containers">
          {items.length > 0 ? (
            <ContainerTable items={items} onRemove={remove} />
          ) : (
            <Blank state={state} isLost={isLost} />
          )}
        </section>
        {open && (
          <Suspense>
            <ContainerDetails key={open.id} one={open} onRemove={() => remove(open.id)} />
          </Suspense>
        )}
      </div>
      {question?.kind === "remove" && (
        <ConfirmDialog
          title="Remove the container of a running program?"
          action="Remove"
          onConfirm={() => void monitor.act(question.id, "remove")}
          onClose={() => setQuestion(null)}
        >
          The program ends at once. What it has printed stays where it is.
        </ConfirmDialog>
      )}
      {question?.kind === "removeAll" && (
        <ConfirmDialog
          title="Remove all of Sandpit’s containers?"
          action="Remove all"
          onConfirm={() => void monitor.removeAll()}
          onClose={() => setQuestion(null)}
        >
          Programs that run are stopped, and warm containers are removed. Sandpit makes new ones for the next run. Other
          containers on this engine are left alone.
        </ConfirmDialog>
      )}
    </ScreenFrame>
  );
}

function Filter() {
  const { stores } = useSession();
  const filter = useStore(stores.monitor, (state) => state.filter);
  const input = useRef<HTMLInputElement>(null);
  useFilterRequest(input);
  return (
    <label className="field monitor__filter">
      <Search size={14} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label="Filter containers"
        placeholder="Filter"
        value={filter}
        onChange={(event) => stores.monitor.dispatch({ type: "filtered", filter: event.target.value })}
        onKeyDown={(event) => event.key === "Escape" && stores.monitor.dispatch({ type: "filtered", filter: "" })}
      />
    </label>
  );
}

function Blank({ state, isLost }: { state: MonitorState; isLost: boolean }) {
  // A list that comes within a moment needs no word about it.
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 400);
    return () => clearTimeout(timer);
  }, []);
  if (state.containers === null) {
    return isSlow && !isLost && state.problem === null ? <div className="blank">Asking the engine…</div> : null;
  }
  if (state.filter !== "") {
    return (
      <div className="blank">
        <p className="blank__title">No container matches</p>
        <p>Nothing here has “{state.filter}” in its name, language, run or state.</p>
      </div>
    );
  }
  return (
    <div className="blank">
      <p className="blank__title">No containers</p>
      <p>
        Each program runs in a container of its own, which shows up here while it runs and for three minutes after. Open
        a program and press Run.
      </p>
    </div>
  );
}

const hasOurs = ({ containers }: MonitorState): boolean =>
  Object.values(containers ?? {}).some((one) => one.ours && !hasEnded(one));

function toLead(state: MonitorState): string {
  const all = Object.values(state.containers ?? {}).filter((one) => !hasEnded(one));
  const count = (isCounted: (one: (typeof all)[number]) => boolean) => all.filter(isCounted).length;
  const running = count(({ ours, role }) => ours && role === "running");
  const warm = count(({ ours, role }) => ours && role === "warm");
  const others = count(({ ours }) => !ours);
  return [`${running} running`, `${warm} warm`, ...(state.showsOthers ? [`${others} not Sandpit’s`] : [])].join(" · ");
}
