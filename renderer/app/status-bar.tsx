import { TriangleAlert } from "lucide-react";
import { useDeferredValue } from "react";
import { useStore } from "zustand";
import { formatBytes } from "#shared/format.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { Badge } from "../isolation/badge.tsx";
import { useSession, useWorkspace } from "../session/use-session.ts";
import { toSizeLevel, utf8Length } from "../workspace/code-size.ts";
import { toProgramDrafts } from "../workspace/run-request.ts";
import { ThemeSwitch } from "./theme-switch.tsx";
import "./status-bar.css";

/** How things stand: isolation on the left, the text on the right. */
export function StatusBar() {
  const { stores } = useSession();
  const problem = useStore(stores.view, (state) => state.draftProblem);
  const isCode = useStore(stores.view, (state) => state.screen === "code");
  return (
    <footer className="status-bar">
      <Badge />
      <span className="status-bar__space" />
      {problem !== null && <DraftProblem message={problem} />}
      {isCode && <CursorPlace />}
      {isCode && <CodeSize />}
      <ThemeSwitch />
    </footer>
  );
}

function DraftProblem({ message }: { message: string }) {
  const { drafts } = useSession();
  const retry = () => {
    drafts.schedule();
    void drafts.flush();
  };
  return (
    <span role="alert">
      <button type="button" className="status-bar__problem" title={message} onClick={retry}>
        <TriangleAlert size={14} aria-hidden />
        Your text could not be saved. Try again
      </button>
    </span>
  );
}

function CursorPlace() {
  const { stores } = useSession();
  const { line, column } = useStore(stores.view, (state) => state.cursor);
  const isOpen = useWorkspace((state) => state.activeId !== null);
  if (!isOpen) return null;
  return (
    <span className="status-bar__item">
      Ln {line}, Col {column}
    </span>
  );
}

function CodeSize() {
  const { stores } = useSession();
  const workspace = useDeferredValue(useStore(stores.workspace));
  const languages = useStore(stores.languages, (state) => state.list);
  const limit = useStore(stores.status, (state) => (state.status?.limits ?? DEFAULT_LIMITS).codeBytes);
  const drafts = toProgramDrafts(workspace, languages);
  if (drafts.length === 0) return null;
  const bytes = drafts.reduce((sum, { content }) => sum + utf8Length(content), 0);
  const level = toSizeLevel(bytes, limit);
  const words = `${formatBytes(bytes)} of ${formatBytes(limit)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the native meter cannot be given our colours in both themes.
    <span
      className="code-size"
      role="meter"
      aria-label="Code size"
      aria-valuenow={Math.min(bytes, limit)}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuetext={level === "over" ? `${words}, too long to run` : words}
      data-level={level}
      title={`All files of this program together: ${bytes.toLocaleString("en")} of ${limit.toLocaleString("en")} bytes`}
    >
      <span className="code-size__bar" aria-hidden>
        <span className="code-size__fill" style={{ width: `${Math.min(100, (bytes / limit) * 100)}%` }} />
      </span>
      {level === "over" ? `Too long: ${words}` : words}
    </span>
  );
}
