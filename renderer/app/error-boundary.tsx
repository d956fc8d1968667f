import { Component, type ReactNode } from "react";
import { FailureScreen } from "./failure-screen.tsx";

interface ErrorBoundaryProps {
  children: ReactNode;
  onError(error: unknown): void;
}

/** Catches what goes wrong while drawing. The text is in the workspace and not in here, so it can be drawn anew. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <FailureScreen
        title="This window has met an error"
        text="Your text is safe. The error was written to Sandpit's log. Show the window again and go on where you were."
        actionLabel="Show the window again"
        onAction={() => this.setState({ error: null })}
        detail={error.message}
      />
    );
  }
}
