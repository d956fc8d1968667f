import { TriangleAlert, X } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import type { Notice } from "../session/notices.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";

const READING_MS = 6_000;
/** A longer text has its button below, where it would else be squeezed beside it. */
const LONGEST_BESIDE = 56;

/** Short messages above the status bar. Those that need attention stay until they are put away. */
export function Notices() {
  const { stores } = useSession();
  const notices = useStore(stores.notices, (state) => state.notices);
  return (
    <div className="notices" role="status" aria-label="Notices">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { stores } = useSession();
  const { id, tone, text, action } = notice;
  const dismiss = () => stores.notices.dispatch({ type: "dismissed", id });

  useEffect(() => {
    if (tone === "attention") return;
    const timer = setTimeout(() => stores.notices.dispatch({ type: "dismissed", id }), READING_MS);
    return () => clearTimeout(timer);
  }, [id, tone, stores]);

  return (
    <div className="notice" data-tone={tone} data-stacked={(action && text.length > LONGEST_BESIDE) || undefined}>
      {tone === "attention" && <TriangleAlert size={16} aria-hidden />}
      <span className="notice__text">{text}</span>
      {action && (
        <Button
          size="small"
          tone="quiet"
          onClick={() => {
            action.run();
            dismiss();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" onClick={dismiss}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
