import { Check, ChevronRight, FilePlus2, TriangleAlert } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import type { ReadyMade } from "#shared/language-folder.ts";
import { Button } from "../ui/button.tsx";
import type { AddingState } from "./adding-state.ts";

interface ChooseStepProps {
  state: Extract<AddingState, { step: "choosing" }>;
  onReadyMade(id: string): void;
  onTemplate(id: string): void;
}

/** What `languageIdSchema` takes. */
const ID = "[a-z][a-z0-9\\-]{0,31}";

/** The languages that Sandpit can add at a press, and a template for any other. */
export function ChooseStep({ state: { readyMade, problem }, onReadyMade, onTemplate }: ChooseStepProps) {
  const [id, setId] = useState("");
  const hintId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onTemplate(id);
  };
  return (
    <>
      <p className="dialog__text">Its image is built and its sample is run before it is listed.</p>
      {problem !== null && (
        <div className="callout add-language__problem" role="alert">
          <TriangleAlert size={18} aria-hidden />
          <p className="callout__words">{problem}</p>
        </div>
      )}
      <h3 className="add-language__group">Ready-made</h3>
      {readyMade === null && problem === null && <p className="add-language__note">Looking…</p>}
      <ul className="ready-made">
        {readyMade?.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="ready-made__item"
              disabled={one.isAdded}
              onClick={() => onReadyMade(one.id)}
            >
              <span className="ready-made__label">{one.label}</span>
              <span className="ready-made__facts">{toFacts(one)}</span>
              {one.isAdded ? (
                <Check className="ready-made__mark" size={16} aria-label="added" />
              ) : (
                <ChevronRight className="ready-made__mark" size={16} aria-hidden />
              )}
            </button>
          </li>
        ))}
      </ul>
      <h3 className="add-language__group">Your own</h3>
      <form className="add-language__own" onSubmit={submit}>
        <label className="field add-language__field">
          <span className="visually-hidden">Id of the new language</span>
          <input
            value={id}
            required
            pattern={ID}
            placeholder="id, for example kotlin"
            aria-describedby={hintId}
            onChange={(event) => setId(event.currentTarget.value)}
          />
        </label>
        <Button disabled={!new RegExp(`^${ID}$`).test(id)} onClick={() => onTemplate(id)}>
          <FilePlus2 size={16} aria-hidden />
          Start from a template
        </Button>
      </form>
      <p className="add-language__note" id={hintId}>
        Small letters, digits and hyphens.
      </p>
    </>
  );
}

const toFacts = ({ extensions, isCompiled }: ReadyMade): string =>
  [extensions.join(" "), isCompiled ? "compiled" : "interpreted"].join(" · ");
