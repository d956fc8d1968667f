/**
 * The notices that came after those that were `seen`, of a list that grows at its end and is cut at its beginning: what
 * was seen last is where the list begins by now, or in it.
 */
export function toUnseen(notices: readonly string[], seen: readonly string[]): readonly string[] {
  for (let kept = Math.min(notices.length, seen.length); kept > 0; kept -= 1) {
    const last = seen.slice(-kept);
    if (last.every((text, index) => text === notices[index])) return notices.slice(kept);
  }
  return notices;
}
