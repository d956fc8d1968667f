import { Copy } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ContainerSummary } from "#shared/monitor.ts";
import { useSession } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { hasEnded } from "./monitor-state.ts";
import { useFetched } from "./use-fetched.ts";
import "../ui/log-text.css";

/** While a program prints, its output is read again at most this often. */
const REFRESH_MS = 500;
/** Others tell nothing of themselves, so they are asked. */
const ASK_OTHERS_MS = 2_000;

/** What the container has printed, as it prints it. */
export function OutputTab({ one }: { one: ContainerSummary }) {
  const { bridge, call, stores } = useSession();
  const [printed, setPrinted] = useState(0);
  const ended = hasEnded(one);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new output, a run, and the end are reasons to ask again.
  const fetch = useCallback(() => call("containers.log", { id: one.id }), [call, one.id, printed, one.role, ended]);
  const { value, problem } = useFetched(fetch, one.ours || ended ? null : ASK_OTHERS_MS);
  const log = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = bridge.on("run.output", ({ id }) => {
      if (id !== one.runId) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        setPrinted((count) => count + 1);
      }, REFRESH_MS);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [bridge, one.runId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view follows the output as it grows.
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [value]);

  const text = value?.parts.map((part) => part.text).join("") ?? "";
  const copy = async () => {
    const reply = await call("app.copyText", { text });
    const notice = reply.ok
      ? ({ tone: "neutral", text: "Output copied." } as const)
      : ({ tone: "attention", text: reply.error.message } as const);
    stores.notices.dispatch({ type: "shown", notice });
  };
  const note = problem ?? value?.notice ?? (value && text === "" ? "Nothing has been printed." : null);
  return (
    <div className="log-box">
      {note !== null && <p className="log-box__note">{note}</p>}
      {text !== "" && (
        <>
          <div className="log-box__head">
            <span>{value?.truncated ? "More was printed than is kept" : ""}</span>
            <IconButton label="Copy output" onClick={() => void copy()}>
              <Copy size={14} aria-hidden />
            </IconButton>
          </div>
          <div
            className="log-box__text log-text"
            role="log"
            aria-label="Container output"
            aria-live="off"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
            tabIndex={0}
            ref={log}
          >
            {value?.parts.map(({ stream, text: part }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts only come at the end.
              <span key={index} data-stream={stream}>
                {part}
              </span>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
