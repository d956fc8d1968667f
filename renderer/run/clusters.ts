import { textWidth } from "../terminal/char-width.ts";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Cuts a text into runs of narrow characters and single wide ones, each with its columns. */
export function toClusters(text: string): { text: string; width: number }[] {
  const clusters: { text: string; width: number }[] = [];
  for (const { segment } of segmenter.segment(text)) {
    // A sequence of emoji that is drawn as one takes no more room than one.
    const width = Math.min(2, textWidth(segment));
    const last = clusters.at(-1);
    if (last && last.width < 2 && width < 2) last.text += segment;
    else clusters.push({ text: segment, width: width < 2 ? 1 : 2 });
  }
  return clusters;
}
