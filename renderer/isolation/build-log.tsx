import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import "./setup.css";

/** What the engine says while it builds, or has said; it stays at its end. */
export function BuildLog() {
  const { stores } = useSession();
  const lines = useStore(stores.images, (state) => state.build.log);
  const log = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view follows the log as it grows.
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [lines]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div className="build-log" role="log" aria-label="Build log" aria-live="off" tabIndex={0} ref={log}>
      {lines.map(({ id, text }) => (
        <div key={id}>{text}</div>
      ))}
    </div>
  );
}
