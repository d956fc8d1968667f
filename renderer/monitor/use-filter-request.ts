import { type RefObject, useEffect } from "react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";

/** Puts the focus into the filter when the menu's Find asks for it. */
export function useFilterRequest(input: RefObject<HTMLInputElement | null>): void {
  const { stores } = useSession();
  const request = useStore(stores.view, (state) => state.filterRequest);
  useEffect(() => {
    if (!request) return;
    stores.view.setState({ filterRequest: null });
    input.current?.focus();
    input.current?.select();
  }, [request, stores, input]);
}
