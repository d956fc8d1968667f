import { FileDown } from "lucide-react";
import { useEffect, useState } from "react";

/**
 * Shows that files can be dropped, and keeps the browser from going to them. Reading them is the host's: the page never
 * learns a path, and gets their text as `files.opened`.
 */
export function DropOverlay() {
  const [dragging, setDragging] = useState(false);

  useEffect(() => {
    // Enter and leave come for every element on the way, so they are counted.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onEnter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setDragging(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragging(false);
    };
    const onOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      depth = 0;
      setDragging(false);
      if (hasFiles(event)) event.preventDefault();
    };
    // In the capture phase, because the editor would otherwise insert the file's text by itself.
    const options = { capture: true };
    window.addEventListener("dragenter", onEnter, options);
    window.addEventListener("dragleave", onLeave, options);
    window.addEventListener("dragover", onOver, options);
    window.addEventListener("drop", onDrop, options);
    return () => {
      window.removeEventListener("dragenter", onEnter, options);
      window.removeEventListener("dragleave", onLeave, options);
      window.removeEventListener("dragover", onOver, options);
      window.removeEventListener("drop", onDrop, options);
    };
  }, []);

  if (!dragging) return null;
  return (
    <div className="drop-overlay">
      <FileDown size={32} aria-hidden />
      Drop to open
    </div>
  );
}
