import { AlertDialog } from "radix-ui";
import { useSession, useWorkspace } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { useReturnFocus } from "../ui/use-return-focus.ts";
import { findTabInFront } from "./tab-in-front.ts";

/** Asks before a text goes that no file on disk has. */
export function CloseDialog({ draftId }: { draftId: string }) {
  const { stores, files } = useSession();
  const returnFocus = useReturnFocus(findTabInFront);
  const name = useWorkspace((state) => state.drafts.find(({ id }) => id === draftId)?.name);
  const hasFile = useWorkspace((state) => state.drafts.some(({ id, file }) => id === draftId && file !== null));
  const dismiss = () => stores.view.setState({ closingId: null });
  const saveAndClose = async () => {
    dismiss();
    if (await files.save(draftId)) files.close(draftId);
  };
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && dismiss()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="dialog-shade" />
        <AlertDialog.Content className="dialog" onCloseAutoFocus={returnFocus}>
          <AlertDialog.Title className="dialog__title">Save {name} before closing it?</AlertDialog.Title>
          <AlertDialog.Description className="dialog__text">
            {hasFile
              ? "It has changes that are not in the file on disk."
              : "It exists only as a draft here, and no file has its text."}
          </AlertDialog.Description>
          <div className="dialog__actions">
            <AlertDialog.Cancel asChild>
              <Button>Cancel</Button>
            </AlertDialog.Cancel>
            <Button onClick={() => files.close(draftId)}>Close without saving</Button>
            <AlertDialog.Action asChild>
              <Button tone="primary" onClick={() => void saveAndClose()}>
                {hasFile ? "Save" : "Save as…"}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
