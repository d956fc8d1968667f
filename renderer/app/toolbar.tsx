import { ChevronDown } from "lucide-react";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { RunButton } from "../run/run-button.tsx";
import { afterFirstPaint } from "../session/first-paint.ts";
import { useActiveLanguageId, useSession } from "../session/use-session.ts";

const LanguageMenu = lazy(async () => {
  await afterFirstPaint();
  return { default: (await import("../workspace/language-menu.tsx")).LanguageMenu };
});
const FilesMenu = lazy(async () => {
  await afterFirstPaint();
  return { default: (await import("../workspace/files-menu.tsx")).FilesMenu };
});

/** Language and Run. Menus come a moment after the first paint; until then their places are kept. */
export function Toolbar() {
  const { stores } = useSession();
  const languageId = useActiveLanguageId();
  const languages = useStore(stores.languages, (state) => state.list);
  const label = languages.find(({ id }) => id === languageId)?.label ?? "Plain text";
  return (
    <div className="toolbar">
      <Suspense fallback={<Placeholder label="File" />}>
        <FilesMenu />
      </Suspense>
      <Suspense fallback={<Placeholder label={label} />}>
        <LanguageMenu />
      </Suspense>
      <RunButton />
    </div>
  );
}

function Placeholder({ label }: { label: string }) {
  return (
    <span className="select" aria-hidden>
      {label}
      <ChevronDown size={16} />
    </span>
  );
}
