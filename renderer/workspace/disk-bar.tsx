import { TriangleAlert } from "lucide-react";
import { useShallow } from "zustand/shallow";
import { useSession, useWorkspace } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { activeDraft } from "./workspace-state.ts";

/** Above the editor, where the file in front is no longer what it was on disk. */
export function DiskBar() {
  const { disk, files } = useSession();
  const [id, name, change] = useWorkspace(
    useShallow((state) => {
      const active = activeDraft(state);
      return [active?.id, active?.name, active && state.diskChanges[active.id]] as const;
    }),
  );
  if (id === undefined || change === undefined) return null;
  return (
    <div className="disk-bar" role="alert">
      <TriangleAlert size={16} aria-hidden />
      {change ? (
        <>
          <span className="disk-bar__text">
            Another program has changed {name} on disk, and you have changed it here.
          </span>
          <Button size="small" onClick={() => disk.loadTheirs(id)}>
            Load theirs
          </Button>
          <Button size="small" onClick={() => disk.keepMine(id)}>
            Keep mine
          </Button>
        </>
      ) : (
        <>
          <span className="disk-bar__text">{name} is no longer on disk. Your text is still here.</span>
          <Button size="small" onClick={() => void files.save(id)}>
            Save again
          </Button>
          <Button size="small" onClick={() => disk.keepMine(id)}>
            Keep as a draft
          </Button>
        </>
      )}
    </div>
  );
}
