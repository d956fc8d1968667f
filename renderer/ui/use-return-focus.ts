import { useState } from "react";

/**
 * For a dialog that is opened by state and not by a trigger, which Radix would give the focus back to: answers an
 * `onCloseAutoFocus` that gives it back to what had it when the dialog opened, or to `instead` where that is gone.
 */
export function useReturnFocus(instead: () => HTMLElement | null = () => null): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    const target = before instanceof HTMLElement && before.isConnected ? before : instead();
    target?.focus();
  };
}
