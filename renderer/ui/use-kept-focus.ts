import { type RefObject, useEffect } from "react";

/**
 * Where something in an element goes that had the focus, the focus is given to `next`, so that nobody is thrown back to
 * the start of the page.
 */
export function useKeptFocus(
  frame: RefObject<HTMLElement | null>,
  next: (frame: HTMLElement) => HTMLElement | null,
): void {
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let last: EventTarget | null = null;
    const onFocusIn = ({ target }: FocusEvent) => {
      last = target;
    };
    const observer = new MutationObserver(() => {
      const isGone = last instanceof HTMLElement && !last.isConnected;
      if (!isGone) return;
      last = null;
      if (document.activeElement === document.body) next(element)?.focus();
    });
    element.addEventListener("focusin", onFocusIn);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener("focusin", onFocusIn);
      observer.disconnect();
    };
  }, [frame, next]);
}
