import { useSyncExternalStore } from "react";
import { useSession } from "../session/use-session.ts";

/** Draws the component anew once a second. Answers the time of the beat, in milliseconds since the epoch. */
export function useBeat(): number {
  const { ticker } = useSession();
  return useSyncExternalStore(ticker.subscribe, ticker.nowMs);
}
