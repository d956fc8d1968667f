import { useRef } from "react";
import { useStore } from "zustand";
import { useRun, useSession } from "../session/use-session.ts";
import type { Line } from "../terminal/line.ts";
import { OutputBlock } from "./output-block.tsx";
import { LineContent } from "./output-line.tsx";
import { ProgramInput } from "./program-input.tsx";
import { isAlive, type RunState } from "./run-state.ts";
import { useFollowEnd } from "./use-follow-end.ts";

interface LastLineProps {
  line: Line | undefined;
  files: Readonly<Record<string, string>>;
}

/**
 * The line that the program may go on with, and the input behind it. It stays one element while the output grows, so
 * that nothing that is being typed is lost.
 */
function LastLine({ line, files }: LastLineProps) {
  const isError = line?.spans[0]?.source === "stderr";
  return (
    <div className={isError ? "output__line output__errors" : "output__line"}>
      {line ? <LineContent line={line} files={isError ? files : null} /> : null}
      <ProgramInput />
    </div>
  );
}

const NO_FILES: Readonly<Record<string, string>> = {};
const selectFiles = (state: RunState) => (state.phase === "idle" ? NO_FILES : state.files);

/**
 * The output. It stays at its end, unless the user has scrolled up to read. Lines are drawn in blocks, of which only
 * those that have changed are drawn again, and only those in view are laid out.
 */
export function OutputView() {
  const { stores } = useSession();
  const { screen, version } = useStore(stores.output.store);
  const files = useRun(selectFiles);
  const alive = useRun(isAlive);
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useFollowEnd({ frame, content, source: screen, version });

  return (
    <div
      className="output"
      role="log"
      aria-label="Program output"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      ref={frame}
    >
      <div ref={content}>
        {screen.droppedLines > 0 && (
          <p className="output__note">{screen.droppedLines.toLocaleString("en")} earlier lines are no longer shown.</p>
        )}
        {screen.blocks.map((block, index) => (
          <OutputBlock
            key={block.id}
            block={block}
            version={block.version}
            files={files}
            isLast={index === screen.blocks.length - 1}
            omitsLast={alive && index === screen.blocks.length - 1}
          />
        ))}
        {alive && <LastLine line={screen.blocks.at(-1)?.lines.at(-1)} files={files} />}
      </div>
    </div>
  );
}
