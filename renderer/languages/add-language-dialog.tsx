import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useEffect, useReducer } from "react";
import type { LanguageFile } from "#shared/language-folder.ts";
import { useSession } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { useReturnFocus } from "../ui/use-return-focus.ts";
import { AddedStep } from "./added-step.tsx";
import { type AddingState, CHOOSING, reduceAdding } from "./adding-state.ts";
import { AddingStep } from "./adding-step.tsx";
import { ChooseStep } from "./choose-step.tsx";
import { FailedStep } from "./failed-step.tsx";
import { FilesStep } from "./files-step.tsx";
import "./languages.css";

/** Adds a language: choose one, look at its files, and see it built and tried before it is listed. */
export function AddLanguageDialog({ onClose }: { onClose(): void }) {
  const { bridge, call, stores, files } = useSession();
  const returnFocus = useReturnFocus();
  const [state, dispatch] = useReducer(reduceAdding, CHOOSING);
  const isBusy = state.step === "adding";

  useEffect(() => {
    void call("languages.catalog", {}).then((reply) => {
      if (reply.ok) dispatch({ type: "listed", readyMade: reply.value.readyMade });
      else dispatch({ type: "refused", problem: reply.error.message });
    });
    return bridge.on("language.progressed", ({ stage }) => dispatch({ type: "progressed", stage }));
  }, [bridge, call]);

  const choose = async (name: "languages.files" | "languages.template", id: string) => {
    const reply = await call(name, { id });
    if (reply.ok) dispatch({ type: "chosen", check: reply.value, isOwn: name === "languages.template" });
    else dispatch({ type: "refused", problem: reply.error.message });
  };
  const check = async (changed: LanguageFile[]) => {
    const reply = await call("languages.check", { files: changed });
    if (reply.ok) dispatch({ type: "checked", check: reply.value });
  };
  const add = async () => {
    if (state.step !== "reviewing" || !state.check.language) return;
    const { id } = state.check.language;
    dispatch({ type: "begun" });
    stores.images.dispatch({ type: "addingBegun", folder: id });
    const reply = await call("languages.add", { id, ...(state.isOwn && { files: state.check.files }) });
    if (reply.ok) dispatch({ type: "ended", added: reply.value });
    else dispatch({ type: "failed", failure: reply.error });
  };
  const cancel = () => {
    dispatch({ type: "cancelling" });
    void call("languages.cancel", {});
  };
  const openSample = (id: string) => {
    onClose();
    stores.view.setState({ screen: "code", editorRequest: { kind: "focus" } });
    files.chooseLanguage(id);
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && !isBusy && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-shade" />
        <Dialog.Content
          className="dialog add-language"
          data-step={state.step}
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          // A click beside the dialog must not throw away what was written in it.
          onInteractOutside={(event) => event.preventDefault()}
        >
          <header className="add-language__head">
            <Dialog.Title className="dialog__title">{toTitle(state)}</Dialog.Title>
            <IconButton label="Close" disabled={isBusy} onClick={onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          {state.step === "choosing" && (
            <ChooseStep
              state={state}
              onReadyMade={(id) => void choose("languages.files", id)}
              onTemplate={(id) => void choose("languages.template", id)}
            />
          )}
          {state.step === "reviewing" && (
            <FilesStep
              state={state}
              onShow={(file) => dispatch({ type: "fileShown", file })}
              onChange={(changed) => void check(changed)}
              onBack={() => dispatch({ type: "back" })}
              onAdd={() => void add()}
            />
          )}
          {state.step === "adding" && <AddingStep state={state} onCancel={cancel} />}
          {state.step === "failed" && (
            <FailedStep state={state} onBack={() => dispatch({ type: "back" })} onClose={onClose} />
          )}
          {state.step === "added" && <AddedStep added={state.added} onOpen={openSample} onClose={onClose} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function toTitle(state: AddingState): string {
  switch (state.step) {
    case "choosing":
      return "Add a language";
    case "added":
      return `${state.added.language.label} is ready`;
    case "reviewing":
      return state.isOwn ? "A language of your own" : (state.check.language?.label ?? "Add a language");
    case "adding":
      return `Adding ${state.check.language?.label ?? "the language"}`;
    case "failed":
      return `${state.check.language?.label ?? "The language"} was not added`;
  }
}
