import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useReturnFocus } from "../ui/use-return-focus.ts";
import "./bundle.css";

interface BundleFrameProps {
  title: string;
  /** While something is under way it is cancelled by its button, and not by a click beside the dialog. */
  isBusy: boolean;
  actions: ReactNode;
  children: ReactNode;
  onClose(): void;
}

/** The dialog in which a bundle is exported or imported. */
export function BundleFrame({ title, isBusy, actions, children, onClose }: BundleFrameProps) {
  const returnFocus = useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && !isBusy && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-shade" />
        <Dialog.Content className="dialog bundle" aria-describedby={undefined} onCloseAutoFocus={returnFocus}>
          <Dialog.Title className="dialog__title">{title}</Dialog.Title>
          <div className="bundle__body" aria-live="polite" aria-busy={isBusy}>
            {children}
          </div>
          <div className="dialog__actions">{actions}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
