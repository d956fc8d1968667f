import { useState } from "react";

/**
 * For a dialog that is opened by state and not by a trigger, which Radix would give the focus back to: answers an
 * `onCloseAutoFocus` that gives it back to what had it when the dialog opened, where that is still there.
 */
export function useReturnFocus(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}
