import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { SETTINGS, type SettingEntry, type SettingValue } from "#shared/settings.ts";
import { useSession } from "../session/use-session.ts";
import { parseNumber, toFieldText, toScale } from "./setting-text.ts";

interface SettingFieldProps {
  id: string;
  entry: SettingEntry;
  describedBy: string;
  isInvalid: boolean;
  /** What is wrong with what was typed; `null` once nothing is. */
  onFault(message: string | null): void;
}

/** The control of one setting, by its kind. */
export function SettingField({ id, entry, describedBy, isInvalid, onFault }: SettingFieldProps) {
  const { settings } = useSession();
  const definition = SETTINGS[entry.key];
  const shared = { id, disabled: entry.lockedBy !== null, "aria-describedby": describedBy };
  const change = (value: SettingValue) => void settings.change(entry.key, value);
  switch (definition.kind) {
    case "switch":
      return (
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={entry.value === true}
          aria-label={definition.label}
          {...shared}
          onClick={() => change(entry.value !== true)}
        >
          <span className="switch__track" aria-hidden />
          <span aria-hidden>{entry.value === true ? "On" : "Off"}</span>
        </button>
      );
    case "choice":
      return (
        <select
          className="choice setting__select"
          {...shared}
          value={String(entry.value)}
          onChange={(event) => change(event.target.value)}
        >
          {definition.choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      );
    default:
      return <TypedField shared={shared} entry={entry} isInvalid={isInvalid} onFault={onFault} onChange={change} />;
  }
}

interface TypedFieldProps extends Pick<SettingFieldProps, "entry" | "isInvalid" | "onFault"> {
  shared: { id: string; disabled: boolean; "aria-describedby": string };
  onChange(value: SettingValue): void;
}

/** A field that is typed into. It is taken over when it is left or at Enter; Escape brings back what is in force. */
function TypedField({ shared, entry, isInvalid, onFault, onChange }: TypedFieldProps) {
  const definition = SETTINGS[entry.key];
  const inForce = toFieldText(definition, entry.value);
  const { stores } = useSession();
  const isAsked = useStore(stores.settings, ({ question }) => question !== null);
  const [typed, setTyped] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a value that has changed elsewhere, or is asked about, takes the place of what is typed.
  useEffect(() => {
    setTyped(null);
    onFault(null);
  }, [inForce, isAsked]);

  const take = () => {
    if (typed === null || typed === inForce) return onFault(null);
    if (definition.kind !== "number") return onChange(typed.trim());
    const parsed = parseNumber(definition, entry, typed);
    onFault(parsed.ok ? null : parsed.message);
    if (!parsed.ok) return;
    // `10,0` and `10` are the same.
    if (parsed.value === entry.value) setTyped(null);
    else onChange(parsed.value);
  };
  const unit = definition.kind === "number" ? toScale(definition).unit : "";
  return (
    <span className="field setting__field" data-kind={definition.kind}>
      <input
        type="text"
        inputMode={definition.kind === "number" ? "decimal" : "text"}
        spellCheck={false}
        autoComplete="off"
        {...shared}
        aria-invalid={isInvalid || undefined}
        placeholder={definition.kind === "text" ? definition.placeholder : undefined}
        value={typed ?? inForce}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key !== "Escape" || typed === null) return;
          setTyped(null);
          onFault(null);
        }}
      />
      {unit !== "" && <span className="setting__unit">{unit}</span>}
    </span>
  );
}
