import type { AnyCommandOutput, EventPayload } from "#shared/contract.ts";
import type { Failure } from "#shared/errors.ts";
import type { LanguageCheck, ReadyMade } from "#shared/language-folder.ts";

export type AddedLanguage = AnyCommandOutput<"languages.add">;
export type AddStage = EventPayload<"language.progressed">["stage"];

/** Where adding a language stands, from the choice to the end. */
export type AddingState =
  | { step: "choosing"; readyMade: readonly ReadyMade[] | null; problem: string | null }
  | { step: "reviewing"; check: LanguageCheck; isOwn: boolean; file: string }
  | { step: "adding"; check: LanguageCheck; isOwn: boolean; stage: AddStage; cancelling: boolean }
  | { step: "added"; added: AddedLanguage }
  | { step: "failed"; check: LanguageCheck; isOwn: boolean; failure: Failure };

export type AddingAction =
  | { type: "listed"; readyMade: readonly ReadyMade[] }
  | { type: "refused"; problem: string }
  | { type: "chosen"; check: LanguageCheck; isOwn: boolean }
  | { type: "fileShown"; file: string }
  | { type: "checked"; check: LanguageCheck }
  | { type: "begun" }
  | { type: "progressed"; stage: AddStage }
  | { type: "cancelling" }
  | { type: "ended"; added: AddedLanguage }
  | { type: "failed"; failure: Failure }
  | { type: "back" };

export const CHOOSING: AddingState = { step: "choosing", readyMade: null, problem: null };

/** Every step that adding a language takes. What does not belong to the step in front changes nothing. */
export function reduceAdding(state: AddingState, action: AddingAction): AddingState {
  switch (action.type) {
    case "listed":
      return state.step === "choosing" ? { ...state, readyMade: action.readyMade } : state;
    case "refused":
      return state.step === "choosing" ? { ...state, problem: action.problem } : state;
    case "chosen":
      return toReview(action.check, action.isOwn);
    case "fileShown":
      return state.step === "reviewing" ? { ...state, file: action.file } : state;
    case "checked":
      return state.step === "reviewing" ? { ...state, check: action.check, isOwn: true } : state;
    case "begun":
      if (state.step !== "reviewing") return state;
      return { step: "adding", check: state.check, isOwn: state.isOwn, stage: "checking", cancelling: false };
    case "progressed":
      return state.step === "adding" ? { ...state, stage: action.stage } : state;
    case "cancelling":
      return state.step === "adding" ? { ...state, cancelling: true } : state;
    case "ended":
      return { step: "added", added: action.added };
    case "failed":
      if (state.step !== "adding") return state;
      // What the user has cancelled did not fail.
      if (action.failure.code === "cancelled") return toReview(state.check, state.isOwn);
      return { step: "failed", check: state.check, isOwn: state.isOwn, failure: action.failure };
    case "back":
      return state.step === "failed" ? toReview(state.check, state.isOwn) : CHOOSING;
  }
}

/** The files, with the one in front that says the most: what is at fault, or the language's own description. */
function toReview(check: LanguageCheck, isOwn: boolean): AddingState {
  const at = check.faults.find(({ file }) => check.files.some(({ name }) => name === file))?.file;
  const file = at ?? check.files.find(({ name }) => name === "language.json")?.name ?? check.files[0]?.name ?? "";
  return { step: "reviewing", check, isOwn, file };
}
