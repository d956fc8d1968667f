import { FilePlus2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";

/** In place of the editor where every file has been closed. */
export function EmptyWorkspace() {
  const { files } = useSession();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The focus went with the last tab.
    if (document.activeElement === document.body) first.current?.focus();
  }, []);
  return (
    <div className="empty">
      <FilePlus2 size={32} strokeWidth={1.5} aria-hidden />
      <h2 className="empty__title">No file is open</h2>
      <p>Start a new program, or open one. You can also drop files here.</p>
      <div className="empty__actions">
        <Button tone="primary" ref={first} onClick={files.create}>
          New program
        </Button>
        <Button onClick={() => void files.open()}>Open…</Button>
      </div>
    </div>
  );
}
