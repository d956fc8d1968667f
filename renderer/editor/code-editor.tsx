import { useEffect, useLayoutEffect, useRef } from "react";
import { useStore } from "zustand";
import { selectError, useRun, useSession } from "../session/use-session.ts";
import { activeDraft } from "../workspace/workspace-state.ts";
import { createEditor, type Editor } from "./create-editor.ts";
import { highlightOf } from "./language-support.ts";
import "./editor.css";

/** Keys with which one reads on without changing anything. */
const MOVES = /^(Arrow|Page|Home|End)/;

/** The editor on the draft in front. React draws its frame only; text goes straight between editor and workspace. */
export function CodeEditor() {
  const { stores } = useSession();
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(null);
  const error = useRun(selectError);
  const jump = useStore(stores.view, (state) => state.jump);
  const request = useStore(stores.view, (state) => state.editorRequest);

  useLayoutEffect(() => {
    const place = frame.current;
    if (!place) return;
    const { workspace, view } = stores;
    const used = () => view.setState({ editorUsedAtMs: performance.now() });
    const onKeyDown = ({ key, repeat }: KeyboardEvent) => void (!repeat && MOVES.test(key) && used());
    place.addEventListener("pointerdown", used);
    place.addEventListener("keydown", onKeyDown);
    const made = createEditor(place, {
      highlightOf: (languageId) => highlightOf(stores.languages.getState().list, languageId),
      onEdit(id, content, cursor) {
        used();
        workspace.dispatch({ type: "edited", id, content, cursor });
      },
      onCursor: (line, column) => view.setState({ cursor: { line, column } }),
      onLeave: (id, cursor) => workspace.dispatch({ type: "cursorMoved", id, cursor }),
    });
    editor.current = made;
    const show = () => {
      const state = workspace.getState();
      const draft = activeDraft(state);
      made.keep(state.drafts.map(({ id }) => id));
      if (draft) made.show(draft);
    };
    show();
    made.focus();
    // What `npm run bench` measures the start by.
    performance.mark("sandpit.editor");
    const end = workspace.subscribe(show);
    const endRuns = stores.run.subscribe((run, before) => {
      if (run.phase === "starting" && before.phase !== "starting") made.beginRun();
    });
    // A language that was added colours what is already open.
    const endLanguages = stores.languages.subscribe(show);
    return () => {
      end();
      endRuns();
      place.removeEventListener("pointerdown", used);
      place.removeEventListener("keydown", onKeyDown);
      endLanguages();
      made.destroy();
      editor.current = null;
    };
  }, [stores]);

  useEffect(() => {
    editor.current?.mark(error);
  }, [error]);

  useEffect(() => {
    if (!jump) return;
    stores.workspace.dispatch({ type: "activated", id: jump.draftId });
    const isInFront = stores.workspace.getState().activeId === jump.draftId;
    if (isInFront) editor.current?.goTo(jump.line, jump.column);
    stores.view.setState({ jump: null });
  }, [jump, stores]);

  useEffect(() => {
    if (!request) return;
    if (request.kind === "find") editor.current?.find();
    else editor.current?.focus();
    stores.view.setState({ editorRequest: null });
  }, [request, stores]);

  return <div className="editor" ref={frame} />;
}
