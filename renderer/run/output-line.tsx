import type { CSSProperties, ReactNode } from "react";
import { findLocation } from "../program-error/program-location.ts";
import { useSession } from "../session/use-session.ts";
import { isNarrow } from "../terminal/char-width.ts";
import { type Line, lineText, type Span } from "../terminal/line.ts";
import { PLAIN, type TextStyle } from "../terminal/text-style.ts";
import { toClusters } from "./clusters.ts";
import { THEMES, toColors } from "./output-colors.ts";

interface OutputLineProps {
  line: Line;
  /** The drafts by file name where the line may name a place in the program. */
  files: Readonly<Record<string, string>> | null;
}

/** One line, as text and never as anything else. */
export function OutputLine({ line, files }: OutputLineProps) {
  return <div className="output__line">{line.spans.length > 0 ? <LineContent line={line} files={files} /> : "\n"}</div>;
}

/** What stands in a line, without the line itself. */
export function LineContent({ line, files }: OutputLineProps) {
  const link = files ? findLocation(lineText(line), Object.keys(files)) : null;
  const draftId = link && files ? files[link.file] : undefined;
  if (!link || draftId === undefined) return toElements(line.spans);
  const text = lineText(line);
  return (
    <>
      {text.slice(0, link.start)}
      <PlaceLink draftId={draftId} line={link.line} column={link.column} text={text.slice(link.start, link.end)} />
      {text.slice(link.end)}
    </>
  );
}

interface PlaceLinkProps {
  draftId: string;
  line: number;
  column: number | null;
  text: string;
}

function PlaceLink({ draftId, line, column, text }: PlaceLinkProps) {
  const { files } = useSession();
  const go = () => files.goTo({ draftId, line, column });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button is a box; only text can break across lines with the rest.
    <span
      role="button"
      tabIndex={0}
      className="output__link"
      title={`Go to line ${line}`}
      onClick={go}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        go();
      }}
    >
      {text}
    </span>
  );
}

function toElements(spans: readonly Span[]): ReactNode[] {
  return spans.map((span, index) => {
    const style = toCss(span.style);
    const content = isNarrow(span.text) ? span.text : toClusters(span.text).map(toCluster);
    if (!style && span.source !== "input" && span.source !== "notice") return content;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity beyond their place in the line.
      <span key={index} className={`output__${span.source}`} style={style ?? undefined}>
        {content}
      </span>
    );
  });
}

/** Fonts disagree on how wide wide characters are, so their cells are given the width that columns count with. */
function toCluster({ text, width }: { text: string; width: number }, index: number): ReactNode {
  if (width < 2) return text;
  return (
    <span key={index} className="output__wide">
      {text}
    </span>
  );
}

/** By style, of which the spans of a colour share one: a block is drawn again with each line that is added to it. */
const cssOfStyles = new WeakMap<TextStyle, CSSProperties>();

function toCss(style: TextStyle): CSSProperties | null {
  if (style === PLAIN) return null;
  const known = cssOfStyles.get(style);
  if (known) return known;
  const css = makeCss(style);
  cssOfStyles.set(style, css);
  return css;
}

function makeCss(style: TextStyle): CSSProperties {
  const light = toColors(style, THEMES.light);
  const dark = toColors(style, THEMES.dark);
  const decoration = [style.underline && "underline", style.strike && "line-through"].filter(Boolean).join(" ");
  return {
    ...(light.color && { color: `light-dark(${light.color}, ${dark.color})` }),
    ...(light.background && { background: `light-dark(${light.background}, ${dark.background})` }),
    ...(style.bold && { fontWeight: 700 }),
    ...(style.italic && { fontStyle: "italic" }),
    ...(decoration && { textDecoration: decoration }),
    ...(style.hidden && { visibility: "hidden" as const }),
  };
}
