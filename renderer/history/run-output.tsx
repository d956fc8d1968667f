import { Copy } from "lucide-react";
import { useMemo } from "react";
import type { HistoryRecord } from "#shared/history-schema.ts";
import { OutputBlock } from "../run/output-block.tsx";
import { useSession } from "../session/use-session.ts";
import { createScreen } from "../terminal/screen.ts";
import { IconButton } from "../ui/icon-button.tsx";

const NO_FILES: Readonly<Record<string, string>> = {};

/** What a run has printed, drawn as it was in the run panel: in its colours, both streams in the order in which they came. */
export function RunOutput({ record: { transcript, result, ending, seq } }: { record: HistoryRecord }) {
  const { call, stores } = useSession();
  const screen = useMemo(() => {
    const made = createScreen();
    for (const { stream, text } of transcript) made.write(stream, text);
    return made;
  }, [transcript]);
  const isCut = result !== null && (result.truncated.stdout || result.truncated.stderr);
  const copy = async () => {
    const reply = await call("app.copyText", { text: screen.text() });
    const notice = reply.ok
      ? ({ tone: "neutral", text: "The output was copied." } as const)
      : ({ tone: "attention", text: reply.error.message } as const);
    stores.notices.dispatch({ type: "shown", notice });
  };
  return (
    <section className="run-part" aria-labelledby={`output-${seq}`}>
      <div className="run-part__head">
        <h3 id={`output-${seq}`}>Output</h3>
        {transcript.length > 0 && (
          <IconButton label="Copy output" onClick={() => void copy()}>
            <Copy size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      {transcript.length === 0 ? (
        <p className="run-part__note">{toNothing(ending)}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section className="run-part__text run-part__output" aria-label="Output of the run" tabIndex={0}>
          {screen.droppedLines > 0 && (
            <p className="output__note">{screen.droppedLines.toLocaleString("en")} earlier lines are not shown here.</p>
          )}
          {screen.blocks.map((block, index) => (
            <OutputBlock
              key={block.id}
              block={block}
              version={block.version}
              files={NO_FILES}
              isLast={index === screen.blocks.length - 1}
              omitsLast={false}
            />
          ))}
        </section>
      )}
      {isCut && <p className="run-part__note">It was cut at the output limit.</p>}
    </section>
  );
}

/** A record gets its output when the run ends, so one without an end has none. */
function toNothing(ending: HistoryRecord["ending"]): string {
  if (ending === "running") return "It is kept when the run has ended.";
  if (ending === "interrupted") return "It was not kept: Sandpit ended before the run did.";
  return ending === "refused" ? "The program never ran." : "Nothing was printed.";
}
