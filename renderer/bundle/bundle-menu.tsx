import { ChevronDown, PackageOpen, PackagePlus } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useCallback, useRef, useState } from "react";
import type { ImageStatus } from "#shared/images.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { ImportDialog } from "./import-dialog.tsx";

interface BundleMenuProps {
  images: readonly ImageStatus[];
  disabled: boolean;
}

/** Carries languages to computers without internet, and takes them from there. */
export function BundleMenu({ images, disabled }: BundleMenuProps) {
  const { call, stores } = useSession();
  const trigger = useRef<HTMLButtonElement>(null);
  const chosen = useRef<(() => void) | null>(null);
  const [isExporting, setExporting] = useState(false);
  const [source, setSource] = useState<{ place: string; name: string; displayPath: string } | null>(null);
  const endExport = useCallback(() => setExporting(false), []);
  const endImport = useCallback(() => setSource(null), []);

  const choose = async () => {
    const reply = await call("bundle.chooseSource", {});
    if (reply.ok) setSource(reply.value.file);
    else stores.notices.dispatch({ type: "shown", notice: { tone: "attention", text: reply.error.message } });
  };
  const afterClosing = (act: () => void) => () => {
    chosen.current = act;
  };

  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild disabled={disabled}>
          <Button ref={trigger}>
            Bundle
            <ChevronDown size={16} aria-hidden />
          </Button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            className="popup"
            align="end"
            sideOffset={4}
            // The dialog opens once the menu is gone, so that it gives the focus back to what is still there.
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              trigger.current?.focus();
              chosen.current?.();
              chosen.current = null;
            }}
          >
            <DropdownMenu.Item className="popup__item" onSelect={afterClosing(() => void choose())}>
              <PackagePlus size={16} aria-hidden />
              Import bundle…
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className="popup__item"
              disabled={images.length === 0}
              onSelect={afterClosing(() => setExporting(true))}
            >
              <PackageOpen size={16} aria-hidden />
              Export bundle…
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {isExporting && <ExportDialog images={images} onClose={endExport} />}
      {source && <ImportDialog file={source} onClose={endImport} />}
    </>
  );
}
