import { FailureScreen } from "./failure-screen.tsx";
import "./app.css";

/** Shown where the drafts of the last time cannot be read. Nothing is written until they can. */
export function StartFailure({ message, onRetry }: { message: string; onRetry(): void }) {
  return (
    <FailureScreen
      title="Your drafts could not be read"
      text={`${message} Nothing has been overwritten.`}
      actionLabel="Try again"
      onAction={onRetry}
    />
  );
}
