import { Plus } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/shallow";
import { useSession, useWorkspace } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { useKeptFocus } from "../ui/use-kept-focus.ts";
import { FileTab } from "./file-tab.tsx";
import { RenameField } from "./rename-field.tsx";
import { findTabInFront } from "./tab-in-front.ts";
import "./file-tabs.css";

/** One tab for each open file. Arrow keys move along, F2 renames, Delete closes. */
export function FileTabs() {
  const { stores, files } = useSession();
  const ids = useWorkspace(useShallow((state) => state.drafts.map(({ id }) => id)));
  const activeId = useWorkspace((state) => state.activeId);
  const renamingId = useStore(stores.view, (state) => state.renamingId);
  const renaming = useWorkspace(({ drafts }) => drafts.find(({ id }) => id === renamingId));
  const list = useRef<HTMLDivElement>(null);
  useKeptFocus(list, findTabInFront);

  const select = (id: string) => stores.workspace.dispatch({ type: "activated", id });

  const onKeyDown = (event: KeyboardEvent) => {
    if (activeId === null) return;
    const target = toTarget(event.key, ids, activeId);
    if (target !== undefined) {
      event.preventDefault();
      select(target);
      list.current?.querySelector<HTMLElement>(`[data-draft="${CSS.escape(target)}"]`)?.focus();
    } else if (event.key === "F2") stores.view.setState({ renamingId: activeId });
    else if (event.key === "Delete") files.requestClose(activeId);
  };

  return (
    <div className="file-tabs">
      <div className="file-tabs__list" role="tablist" aria-label="Files" ref={list} onKeyDown={onKeyDown}>
        {ids.map((id) => (
          <FileTab key={id} id={id} isActive={id === activeId} onSelect={select} />
        ))}
      </div>
      {renaming && (
        <RenameField key={renaming.id} id={renaming.id} name={renaming.name} hasFile={renaming.file !== null} />
      )}
      <IconButton label="New file" onClick={files.create}>
        <Plus size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

function toTarget(key: string, ids: readonly string[], activeId: string): string | undefined {
  const index = ids.indexOf(activeId);
  switch (key) {
    case "ArrowRight":
      return ids[(index + 1) % ids.length];
    case "ArrowLeft":
      return ids.at(index - 1);
    case "Home":
      return ids[0];
    case "End":
      return ids.at(-1);
    default:
      return undefined;
  }
}
