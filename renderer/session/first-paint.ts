/** A page that nobody sees is not painted, and does its work all the same. */
const LATEST_MS = 1_000;

let painted: Promise<void> | null = null;

/** Resolves once the window has been painted for the first time: until then nothing may delay the editor. */
export function afterFirstPaint(): Promise<void> {
  painted ??= new Promise((resolve) => {
    const end = (): void => {
      observer.disconnect();
      clearTimeout(latest);
      resolve();
    };
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName("first-contentful-paint").length > 0) end();
    });
    const latest = setTimeout(end, LATEST_MS);
    observer.observe({ type: "paint", buffered: true });
  });
  return painted;
}
