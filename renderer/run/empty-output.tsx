import { Play } from "lucide-react";
import { toShortcutLabel } from "../session/shortcuts.ts";
import { useWorkspace } from "../session/use-session.ts";
import { toEntryDraft } from "../workspace/run-request.ts";

/** Before the first run, and after Clear. */
export function EmptyOutput() {
  const canRun = useWorkspace((state) => toEntryDraft(state) !== undefined);
  if (!canRun) {
    return (
      <div className="empty">
        <p>What your program does will appear here.</p>
      </div>
    );
  }
  return (
    <div className="empty">
      <Play size={28} strokeWidth={1.5} aria-hidden />
      <p>
        Press Run, or <kbd className="key">{toShortcutLabel("Enter")}</kbd>, to see here what your program does.
      </p>
    </div>
  );
}
