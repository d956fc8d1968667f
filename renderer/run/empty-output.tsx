import { Play } from "lucide-react";
import { toShortcutLabel } from "../session/shortcuts.ts";

/** Before the first run, and after Clear. */
export function EmptyOutput() {
  return (
    <div className="empty">
      <Play size={28} strokeWidth={1.5} aria-hidden />
      <p>
        Press Run, or <kbd className="key">{toShortcutLabel("Enter")}</kbd>, to see here what your program does.
      </p>
    </div>
  );
}
