import { TriangleAlert } from "lucide-react";
import { Button } from "../ui/button.tsx";

interface FailureScreenProps {
  title: string;
  text: string;
  actionLabel: string;
  onAction(): void;
  detail?: string;
}

/** In place of a window that cannot be shown. */
export function FailureScreen({ title, text, actionLabel, onAction, detail }: FailureScreenProps) {
  return (
    <main className="full-page">
      <div className="card" role="alert" data-tone="attention">
        <div className="card__head">
          <TriangleAlert className="card__icon" size={20} aria-hidden />
          <h1 className="card__title">{title}</h1>
        </div>
        <p className="card__text">{text}</p>
        {detail !== undefined && (
          <details className="details">
            <summary>Details</summary>
            <p className="card__text">{detail}</p>
          </details>
        )}
        <div className="card__actions">
          <Button tone="primary" onClick={onAction}>
            {actionLabel}
          </Button>
        </div>
      </div>
    </main>
  );
}
