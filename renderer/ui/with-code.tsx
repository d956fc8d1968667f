/** A sentence in which what stands between backticks is to be typed as it is. */
export function WithCode({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no identity beyond their place in the sentence.
      <code key={index} className="code">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
