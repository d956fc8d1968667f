import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useRun, useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { isAlive } from "./run-state.ts";
import "./program-input.css";

/**
 * Where the user answers the program: right behind its question. It is there as long as the program runs, because not
 * every program can be seen to wait; where one is, it is said and the cursor goes there.
 */
export function ProgramInput() {
  const open = useRun((state) => isAlive(state) && !state.inputEnded && state.phase !== "stopping");
  return open ? <InputLine /> : null;
}

/** Where somebody types something else, or chooses from something that is open. */
const BUSY = "input, textarea, select, .cm-panels, [role='dialog'], [role='alertdialog'], [role='menu']";

/**
 * Whether the cursor may be taken from where it is: not from whoever has gone back to the text since the program began,
 * and not from who is busy elsewhere.
 */
function isFree(focused: Element | null, isEditorUsed: boolean): boolean {
  if (focused?.closest(".cm-content")) return !isEditorUsed;
  return !focused?.closest(BUSY);
}

function InputLine() {
  const { stores, run } = useSession();
  const waiting = useRun((state) => isAlive(state) && state.waiting);
  const startedAtMs = useRun((state) => (isAlive(state) ? state.startedAtMs : 0));
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const isEditorUsed = stores.view.getState().editorUsedAtMs >= startedAtMs;
    if (waiting && isFree(document.activeElement, isEditorUsed)) field.current?.focus();
  }, [waiting, startedAtMs, stores]);

  useLayoutEffect(() => {
    const element = field.current;
    const output = element?.closest<HTMLElement>('[role="log"]');
    return () => {
      // Who was typing here would otherwise be thrown back to the start of the page.
      if (element !== null && document.activeElement === element) output?.focus();
    };
  }, []);

  const sendLine = () => {
    void run.sendLines([text]);
    setText("");
  };
  const end = () => {
    void run.endInput(text);
    setText("");
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) sendLine();
    else if (event.key.toLowerCase() === "d" && event.ctrlKey) end();
    else return;
    event.preventDefault();
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const lines = event.clipboardData.getData("text").split(/\r\n?|\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    lines[0] = text.slice(0, selectionStart ?? text.length) + lines[0];
    const rest = (lines.pop() ?? "") + text.slice(selectionEnd ?? text.length);
    void run.sendLines(lines);
    setText(rest);
  };

  return (
    <span className="program-input" data-waiting={waiting}>
      <input
        ref={field}
        className="program-input__field"
        aria-label="Program input"
        aria-describedby="program-input-hint"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <span className="program-input__foot">
        <span className="program-input__hint" id="program-input-hint" role="status">
          {waiting ? "Your program is waiting for input. Enter sends it." : "Type here to give your program input."}
        </span>
        <Button size="small" tone="quiet" title="Ctrl+D" onClick={end}>
          End input
        </Button>
      </span>
    </span>
  );
}
