import { LockKeyhole, Search, ShieldAlert, TriangleAlert } from "lucide-react";
import { type ComponentType, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { type RetentionLoss, toLossWords } from "#shared/retention-loss.ts";
import type { PolicyStatus, SettingGroupId } from "#shared/settings.ts";
import { useFilterRequest } from "../monitor/use-filter-request.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { ScreenFrame } from "../ui/screen-frame.tsx";
import { WithCode } from "../ui/with-code.tsx";
import { AuditPanel } from "./audit-panel.tsx";
import { EnginePanel } from "./engine-panel.tsx";
import { HttpPanel } from "./http-panel.tsx";
import { KeyBindings, matchesKeys } from "./key-bindings.tsx";
import { SettingRow } from "./setting-row.tsx";
import { countOwn, type ShownGroup, toShownGroups } from "./settings-state.ts";
import "./settings.css";

/** Everything that can be set, with what it does, what it costs, and who has a say in it. */
export function SettingsScreen() {
  const { stores, settings } = useSession();
  const state = useStore(stores.settings);
  const [isResetting, setResetting] = useState(false);
  useEffect(() => void settings.list(), [settings]);
  const { notice, policy } = state;
  useEffect(() => {
    stores.notices.dispatch({ type: "saidElsewhere", texts: [notice, policy?.message ?? null] });
  }, [stores, notice, policy]);

  const groups = toShownGroups(state);
  const own = countOwn(state);
  const showsKeys = matchesKeys(state.query);
  return (
    <ScreenFrame
      title="Settings"
      lead={toLead(own)}
      className="settings"
      actions={
        <>
          <SearchField />
          <Button disabled={own === 0} onClick={() => setResetting(true)}>
            Reset all…
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="screen__page" aria-label="All settings" tabIndex={0}>
        {state.problem !== null && <Callout text={state.problem} />}
        {state.notice !== null && <Callout text={state.notice} />}
        {state.policy && <PolicyCallout policy={state.policy} />}
        {groups.map((group) => (
          <Group key={group.id} group={group} />
        ))}
        {showsKeys && <KeyBindings />}
        {state.entries !== null && groups.length === 0 && !showsKeys && (
          <div className="blank">
            <p className="blank__title">No setting matches</p>
            <p>Nothing here has “{state.query}” in its name or explanation.</p>
          </div>
        )}
      </section>
      {isResetting && (
        <ConfirmDialog
          title="Reset all settings?"
          action="Reset all"
          onConfirm={() => void settings.reset()}
          onClose={() => setResetting(false)}
        >
          {own === 1 ? "The setting that you changed goes" : `The ${own} settings that you changed go`} back to the
          default. Programs and history stay as they are; you are asked where a default would remove older runs or audit
          records.
        </ConfirmDialog>
      )}
      {state.question !== null && <RemovalQuestion loss={state.question.loss} />}
    </ScreenFrame>
  );
}

/** Asks before a change removes what was kept. */
function RemovalQuestion({ loss }: { loss: RetentionLoss }) {
  const { settings } = useSession();
  const title = loss.runs > 0 ? "Remove older runs?" : "Remove older audit records?";
  return (
    <ConfirmDialog title={title} action="Remove" onConfirm={() => void settings.agree()} onClose={settings.decline}>
      This change removes {toLossWords(loss)}. They go at once and for good
      {loss.runs > 0 && ", runs with their code, input and output"}. Export first what you want to keep.
    </ConfirmDialog>
  );
}

const toLead = (own: number): string =>
  own === 0 ? "All at their defaults" : `${own} ${own === 1 ? "setting" : "settings"} changed`;

/** What a group has beside its settings, below them. */
const GROUP_PANELS: Readonly<Partial<Record<SettingGroupId, ComponentType>>> = {
  isolation: EnginePanel,
  history: AuditPanel,
  http: HttpPanel,
};

function Group({ group: { id, label, doc, entries } }: { group: ShownGroup }) {
  const { stores } = useSession();
  const refusals = useStore(stores.settings, (state) => state.refusals);
  const Panel = GROUP_PANELS[id];
  return (
    <section className="settings__group" aria-labelledby={`settings-${id}`}>
      <h2 className="settings__title" id={`settings-${id}`}>
        {label}
      </h2>
      <p className="settings__lead">{doc}</p>
      <ul className="settings__list">
        {entries.map((entry) => (
          <SettingRow key={entry.key} entry={entry} refusal={refusals[entry.key]} />
        ))}
      </ul>
      {Panel && <Panel />}
    </section>
  );
}

function SearchField() {
  const { stores } = useSession();
  const query = useStore(stores.settings, (state) => state.query);
  const input = useRef<HTMLInputElement>(null);
  useFilterRequest(input);
  const search = (text: string) => stores.settings.dispatch({ type: "searched", query: text });
  return (
    <label className="field settings__search">
      <Search size={14} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label="Search settings"
        placeholder="Search settings"
        value={query}
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && search("")}
      />
    </label>
  );
}

function Callout({ text }: { text: string }) {
  return (
    <div className="callout settings__callout" role="alert">
      <TriangleAlert size={18} aria-hidden />
      <p className="callout__words">{text}</p>
    </div>
  );
}

/** Who has rules for this computer, and what they mean here. */
function PolicyCallout({ policy: { state, by, path, message, forbidsLocal, forbidsHttp } }: { policy: PolicyStatus }) {
  if (state === "none") return null;
  const isBroken = state === "broken";
  const Icon = isBroken ? ShieldAlert : LockKeyhole;
  return (
    <div className="callout settings__callout" role={isBroken ? "alert" : "note"} data-policy={state}>
      <Icon size={18} aria-hidden />
      <div className="callout__words">
        <p className="callout__title">
          {isBroken
            ? "The policy of this computer cannot be read"
            : `This computer has a policy${by ? ` by ${by}` : ""}`}
        </p>
        {[message, forbidsLocal, forbidsHttp]
          .filter((text, index, all) => text !== null && all.indexOf(text) === index)
          .map((text) => (
            <p key={text}>
              <WithCode text={text ?? ""} />
            </p>
          ))}
        <p className="settings__path">{path}</p>
      </div>
    </div>
  );
}
