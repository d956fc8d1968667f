import { useEffect } from "react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import { toFarMachine } from "./isolation.ts";

/**
 * While the component is shown: has it measured, now and then, how far away an engine on another machine is. A window
 * that nobody sees, and an engine on this computer, are left in peace.
 */
export function useLatency(everyMs: number): void {
  const { stores, isolation } = useSession();
  const machine = useStore(stores.status, toFarMachine);
  useEffect(() => {
    if (machine === null) return;
    const measure = () => {
      if (document.visibilityState === "visible") void isolation.measureLatency();
    };
    measure();
    const timer = setInterval(measure, everyMs);
    document.addEventListener("visibilitychange", measure);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", measure);
    };
  }, [machine, isolation, everyMs]);
}
