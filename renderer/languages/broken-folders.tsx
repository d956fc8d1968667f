import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import "./languages.css";

/** Folders among the languages that are none, each with what is wrong. The others are not hidden by them. */
export function BrokenFolders() {
  const { stores, isolation } = useSession();
  const broken = useStore(stores.languages, (state) => state.broken);
  const [asksRemove, setAsksRemove] = useState<string | null>(null);
  return (
    <>
      {broken.map(({ folder, faults }) => (
        <section key={folder} className="callout broken-folder" aria-label={`Broken language ${folder}`}>
          <TriangleAlert size={18} aria-hidden />
          <div className="callout__words">
            <p className="callout__title">The folder “{folder}” is no language yet</p>
            <ul className="broken-folder__faults">
              {faults.map(({ file, message }) => (
                <li key={`${file} ${message}`}>
                  {file !== null && <strong>{file}: </strong>}
                  {message}
                </li>
              ))}
            </ul>
          </div>
          <Button size="small" onClick={() => setAsksRemove(folder)}>
            Remove folder…
          </Button>
        </section>
      ))}
      {asksRemove !== null && (
        <ConfirmDialog
          title={`Remove the folder “${asksRemove}”?`}
          action="Remove"
          onConfirm={() => void isolation.removeLanguage(asksRemove)}
          onClose={() => setAsksRemove(null)}
        >
          The folder and all its files are deleted. Correct its files instead to keep it: Sandpit notices by itself.
        </ConfirmDialog>
      )}
    </>
  );
}
