import { lazy, Suspense, useState } from "react";
import { Button } from "../ui/button.tsx";

const CleanUpDialog = lazy(async () => ({ default: (await import("./clean-up-dialog.tsx")).CleanUpDialog }));

/** Opens the clean-up. */
export function CleanUpButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Clean up…</Button>
      {isOpen && (
        <Suspense>
          <CleanUpDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
