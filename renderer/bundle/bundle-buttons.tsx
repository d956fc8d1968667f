import { PackageOpen, PackagePlus } from "lucide-react";
import { useCallback, useState } from "react";
import type { ImageStatus } from "#shared/images.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { ImportDialog } from "./import-dialog.tsx";

interface BundleButtonsProps {
  images: readonly ImageStatus[];
  disabled: boolean;
}

/** Carries languages to computers without internet, and takes them from there. */
export function BundleButtons({ images, disabled }: BundleButtonsProps) {
  const { call, stores } = useSession();
  const [isExporting, setExporting] = useState(false);
  const [source, setSource] = useState<{ place: string; name: string; displayPath: string } | null>(null);
  const endExport = useCallback(() => setExporting(false), []);
  const endImport = useCallback(() => setSource(null), []);

  const choose = async () => {
    const reply = await call("bundle.chooseSource", {});
    if (reply.ok) setSource(reply.value.file);
    else stores.notices.dispatch({ type: "shown", notice: { tone: "attention", text: reply.error.message } });
  };

  return (
    <>
      <Button disabled={disabled} onClick={() => void choose()}>
        <PackagePlus size={16} aria-hidden />
        Import bundle…
      </Button>
      <Button disabled={disabled || images.length === 0} onClick={() => setExporting(true)}>
        <PackageOpen size={16} aria-hidden />
        Export bundle…
      </Button>
      {isExporting && <ExportDialog images={images} onClose={endExport} />}
      {source && <ImportDialog file={source} onClose={endImport} />}
    </>
  );
}
