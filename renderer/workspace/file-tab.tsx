import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/shallow";
import { useSession, useWorkspace } from "../session/use-session.ts";
import { isDirty, toFolderHint } from "./drafts.ts";

interface FileTabProps {
  id: string;
  isActive: boolean;
  onSelect(id: string): void;
}

/** One file: its name, whether it has changes that no file on disk has, and the way to close it. */
export function FileTab({ id, isActive, onSelect }: FileTabProps) {
  const { stores, files } = useSession();
  const languages = useStore(stores.languages, (state) => state.list);
  const [name, path, dirty, folder] = useWorkspace(
    useShallow((state) => {
      const draft = state.drafts.find((candidate) => candidate.id === id);
      return [
        draft?.name ?? "",
        draft?.file?.displayPath,
        draft ? isDirty(draft, languages) : false,
        draft ? toFolderHint(draft, state.drafts) : null,
      ] as const;
    }),
  );
  const tab = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (isActive) tab.current?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [isActive]);

  const rename = () => stores.view.setState({ renamingId: id });

  return (
    <div className="file-tab" data-active={isActive} data-dirty={dirty} role="presentation">
      <div
        ref={tab}
        className="file-tab__name"
        role="tab"
        data-draft={id}
        aria-selected={isActive}
        tabIndex={isActive ? 0 : -1}
        title={path ?? "Not saved to a file yet. Sandpit keeps it as a draft."}
        onClick={() => onSelect(id)}
        onDoubleClick={rename}
        onAuxClick={(event) => event.button === 1 && files.requestClose(id)}
        onKeyDown={(event) => (event.key === "Enter" || event.key === " ") && onSelect(id)}
      >
        <span className="file-tab__label">{name}</span>
        {folder !== null && <span className="file-tab__folder">{folder}</span>}
        {dirty && (
          <span className="file-tab__dirty">
            <span className="visually-hidden">not saved</span>
          </span>
        )}
      </div>
      {/* Not a stop of its own for the Tab key: Delete does the same on the tab itself. */}
      <button
        type="button"
        className="icon-button file-tab__close"
        tabIndex={-1}
        aria-hidden
        title={`Close ${name}`}
        // The focus stays where it is: in the text, mostly.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => files.requestClose(id)}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
