let painted: Promise<void> | null = null;

/** Resolves once the window has been painted for the first time: until then nothing may delay the editor. */
export function afterFirstPaint(): Promise<void> {
  painted ??= new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  return painted;
}
