import { Lock, RotateCcw } from "lucide-react";
import { useState } from "react";
import { SETTINGS, type SettingEntry } from "#shared/settings.ts";
import { useSession } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { WithCode } from "../ui/with-code.tsx";
import { SettingField } from "./setting-field.tsx";
import { toRangeWords, toValueWords } from "./setting-text.ts";

/** One setting: what it is, what it costs, its value, and the way back to the default. */
export function SettingRow({ entry, refusal }: { entry: SettingEntry; refusal: string | undefined }) {
  const { settings } = useSession();
  const definition = SETTINGS[entry.key];
  // What was typed and is wrong is the field's own to say; it never reaches the core.
  const [fault, setFault] = useState<string | null>(null);
  const problem = fault ?? refusal ?? null;
  const id = `setting-${entry.key.replace(".", "-")}`;
  const isLocked = entry.lockedBy !== null;
  return (
    <li className="setting" data-setting={entry.key} data-source={entry.source}>
      <div className="setting__words">
        <label className="setting__label" htmlFor={id}>
          {definition.label}
        </label>
        <p className="setting__doc" id={`${id}-doc`}>
          <WithCode text={definition.doc} />
        </p>
        {definition.cost !== "" && <p className="setting__cost">{definition.cost}</p>}
        {problem !== null && (
          <p className="setting__problem" role="alert" id={`${id}-problem`}>
            {problem}
          </p>
        )}
      </div>
      <div className="setting__value">
        <div className="setting__control">
          <SettingField
            id={id}
            entry={entry}
            describedBy={problem === null ? `${id}-doc` : `${id}-problem ${id}-doc`}
            isInvalid={problem !== null}
            onFault={setFault}
          />
          <span className="setting__reset">
            {entry.source === "user" && !isLocked && (
              <IconButton
                label={`Reset ${definition.label} to ${toValueWords(definition, definition.default)}`}
                onClick={() => {
                  setFault(null);
                  void settings.reset([entry.key]);
                }}
              >
                <RotateCcw size={14} aria-hidden />
              </IconButton>
            )}
          </span>
        </div>
        <p className="setting__hint">
          {isLocked ? (
            <span className="setting__lock">
              <Lock size={12} aria-hidden />
              Locked by {entry.lockedBy}
            </span>
          ) : (
            [
              definition.kind === "number" && toRangeWords(definition, entry),
              entry.ceilingBy !== null && `lowered by ${entry.ceilingBy}`,
              `default: ${toValueWords(definition, definition.default)}`,
            ]
              .filter(Boolean)
              .join(" · ")
          )}
        </p>
      </div>
    </li>
  );
}
