import { memo } from "react";
import type { Line } from "../terminal/line.ts";
import { BLOCK_LINES, type Block } from "../terminal/screen.ts";
import { OutputLine } from "./output-line.tsx";

interface OutputBlockProps {
  block: Block;
  /** Blocks are changed in place, so this is what tells a change. */
  version: number;
  /** The program's drafts by file name, for the links in a traceback. */
  files: Readonly<Record<string, string>>;
  isLast: boolean;
  /** Whether the last line is drawn elsewhere, together with the program's input. */
  omitsLast: boolean;
}

/** Some lines of output. Neighbours of one stream stand in one group, which says which stream it is. */
export const OutputBlock = memo(function OutputBlock({ block, files, isLast, omitsLast }: OutputBlockProps) {
  // Where the next line would begin there is nothing to draw yet.
  const isBlank = isLast && block.lines.at(-1)?.width === 0;
  const groups = toGroups(isBlank || omitsLast ? block.lines.slice(0, -1) : block.lines);
  return (
    <div className="output__block" data-full={block.lines.length === BLOCK_LINES}>
      {groups.map(({ isError, lines }) => {
        const rows = lines.map((line) => <OutputLine key={line.id} line={line} files={isError ? files : null} />);
        const key = lines[0]?.id;
        return isError ? (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this is a group of lines.
          <div key={key} className="output__errors" role="group" aria-label="Error output">
            {rows}
          </div>
        ) : (
          <div key={key}>{rows}</div>
        );
      })}
    </div>
  );
});

function toGroups(lines: readonly Line[]): { isError: boolean; lines: Line[] }[] {
  const groups: { isError: boolean; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    // An empty line belongs to whatever is around it.
    const isError = line.spans[0] ? line.spans[0].source === "stderr" : (last?.isError ?? false);
    if (last?.isError === isError) last.lines.push(line);
    else groups.push({ isError, lines: [line] });
  }
  return groups;
}
