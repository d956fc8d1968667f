import { type CSSProperties, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { useSession } from "../session/use-session.ts";

interface RenameFieldProps {
  id: string;
  name: string;
  /** Whether it belongs to a file on disk, which renaming leaves alone. */
  hasFile: boolean;
}

/**
 * A file's name while it is being changed. Enter takes it, Escape leaves it as it was. It lies over the tab and not in
 * it, because a list of tabs may hold nothing but tabs.
 */
export function RenameField({ id, name, hasFile }: RenameFieldProps) {
  const { stores, files } = useSession();
  const [value, setValue] = useState(name);
  const [problem, setProblem] = useState<string | null>(null);
  const [place, setPlace] = useState<CSSProperties>({});
  const frame = useRef<HTMLSpanElement>(null);
  const done = useRef(false);

  useLayoutEffect(() => {
    const row = frame.current?.parentElement;
    const tab = row?.querySelector(`[data-draft="${CSS.escape(id)}"]`)?.getBoundingClientRect();
    if (row && tab) setPlace({ left: tab.left - row.getBoundingClientRect().left, minWidth: tab.width });
  }, [id]);

  const finish = () => {
    done.current = true;
    stores.view.setState({ renamingId: null, editorRequest: { kind: "focus" } });
  };

  const take = () => {
    const found = value.trim() === name ? null : files.rename(id, value.trim());
    if (found === null) finish();
    else setProblem(found);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    // What Enter ends then is the choice of a character.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") take();
    if (event.key === "Escape") finish();
  };

  const onBlur = () => {
    if (done.current) return;
    const found = value.trim() === name ? null : files.rename(id, value.trim());
    stores.view.setState({ renamingId: null });
    if (found === null) return;
    // The field is gone by then, so what is wrong with the name is said elsewhere.
    const text = `${found} The name is still ${name}.`;
    stores.notices.dispatch({ type: "shown", notice: { tone: "attention", text } });
  };

  return (
    <span className="rename" style={place} ref={frame}>
      <input
        className="rename__field"
        aria-label="File name"
        aria-invalid={problem !== null}
        aria-describedby={toDescription(problem, hasFile)}
        value={value}
        size={Math.max(8, value.length)}
        // biome-ignore lint/a11y/noAutofocus: the user has just asked to type here.
        autoFocus
        onFocus={(event) => event.target.setSelectionRange(0, toStemLength(name))}
        onChange={(event) => {
          setValue(event.target.value);
          setProblem(null);
        }}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      {problem !== null && (
        <span className="rename__note rename__problem" id="rename-problem" role="alert">
          {problem}
        </span>
      )}
      {problem === null && hasFile && (
        <span className="rename__note" id="rename-hint">
          Under another name this becomes a draft. The file on disk stays as it is.
        </span>
      )}
    </span>
  );
}

function toDescription(problem: string | null, hasFile: boolean): string | undefined {
  if (problem !== null) return "rename-problem";
  return hasFile ? "rename-hint" : undefined;
}

function toStemLength(name: string): number {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? dot : name.length;
}
