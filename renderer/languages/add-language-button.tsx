import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "../ui/button.tsx";

const AddLanguageDialog = lazy(async () => ({
  default: (await import("./add-language-dialog.tsx")).AddLanguageDialog,
}));

/** Opens the dialog in which a language is added. */
export function AddLanguageButton({ disabled }: { disabled: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>
        <Plus size={16} aria-hidden />
        Add language…
      </Button>
      {isOpen && (
        <Suspense>
          <AddLanguageDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
