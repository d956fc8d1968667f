import { type FileSource, toFileSource } from "./files/file-source.ts";

/** Opens the files that are dropped on the window. Where the browser gives a handle, they can be saved in place. */
export function connectDrops(page: Window, open: (sources: FileSource[]) => void): void {
  page.addEventListener(
    "drop",
    (event) => {
      const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
      if (items.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      // All are asked for at once: what was dropped is gone when this listener returns.
      const sources = items.map(toFileSource);
      void Promise.all(sources).then((found) => open(found.filter((source) => source !== null)));
    },
    { capture: true },
  );
}
