import { Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { MAX_LOG_LINES } from "./folder-builds.ts";
import "../ui/log-text.css";

interface BuildLogProps {
  folder: string;
  isBuilding: boolean;
  isFailed: boolean;
}

/** Everything the last build said. It follows the end, unless the reader has gone up to read. */
export function BuildLog({ folder, isBuilding, isFailed }: BuildLogProps) {
  const { call, stores } = useSession();
  const own = useStore(stores.images, (state) => state.builds[folder]);
  const [isOpen, setOpen] = useState(isFailed);
  const [kept, setKept] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const lines = own?.lines ?? [];
  const hasOwn = lines.length > 0;

  // What was built before this window was loaded is known to the core alone.
  useEffect(() => {
    if (hasOwn) return;
    let left = false;
    void call("images.log", { folder }).then((reply) => {
      if (!left && reply.ok && reply.value.text !== "") setKept(reply.value.text);
    });
    return () => {
      left = true;
    };
  }, [call, folder, hasOwn]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view follows the log as it grows and when it opens.
  useEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, isOpen, kept]);

  const copy = async () => {
    const log = await call("images.log", { folder });
    const text = log.ok && log.value.text !== "" ? log.value.text : lines.map((line) => line.text).join("\n");
    const reply = await call("app.copyText", { text });
    const notice = reply.ok
      ? ({ tone: "neutral", text: "Build log copied." } as const)
      : ({ tone: "attention", text: reply.error.message } as const);
    stores.notices.dispatch({ type: "shown", notice });
  };

  if (!hasOwn && kept === null) return null;
  return (
    <details
      className="details image-card__details"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{isBuilding ? "What the build says" : "Log of the last build"}</summary>
      <div className="image-log">
        <div
          className="image-log__text log-text"
          role="log"
          aria-label="Build log"
          aria-live="off"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          ref={box}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            follows.current = scrollHeight - scrollTop - clientHeight < 24;
          }}
        >
          {(own?.droppedLines ?? 0) > 0 && (
            <p className="image-log__note">The last {MAX_LOG_LINES} lines. Copy gives you all of them.</p>
          )}
          {hasOwn ? lines.map(({ id, text }) => <div key={id}>{text}</div>) : kept}
        </div>
        <IconButton label="Copy build log" className="image-log__copy" onClick={() => void copy()}>
          <Copy size={14} aria-hidden />
        </IconButton>
      </div>
    </details>
  );
}
