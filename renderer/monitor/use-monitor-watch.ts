import { useEffect } from "react";
import { useSession } from "../session/use-session.ts";

/** Follows the containers while this component is shown and the window can be seen, and forgets what is long over. */
export function useMonitorWatch(): void {
  const { monitor, stores, samples, ticker } = useSession();

  useEffect(() => {
    const follow = () => {
      if (document.visibilityState === "hidden") void monitor.unwatch();
      else void monitor.watch();
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      void monitor.unwatch();
    };
  }, [monitor]);

  useEffect(
    () =>
      ticker.subscribe(() => {
        stores.monitor.dispatch({ type: "aged", nowMs: ticker.nowMs() });
        samples.prune(ticker.nowMs(), (id) => id in (stores.monitor.getState().containers ?? {}));
      }),
    [ticker, stores, samples],
  );
}
