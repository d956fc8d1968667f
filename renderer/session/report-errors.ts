import type { Session } from "./session.ts";

/** Keeps the text, then has the error logged. Used for everything that nobody caught. */
export function reportError(session: Session, error: unknown): void {
  void session.drafts.flush();
  const known = error instanceof Error ? error : new Error(String(error));
  void session.call(
    "app.reportError",
    known.stack ? { message: known.message, stack: known.stack } : { message: known.message },
  );
}

/** Shows and reports errors outside of drawing. Returns the function that ends it. */
export function connectErrors(session: Session, page: Window): () => void {
  const tell = (error: unknown) => {
    reportError(session, error);
    session.stores.notices.dispatch({
      type: "shown",
      notice: {
        tone: "attention",
        text: "Something went wrong in this window. Your text is safe, and the error was logged.",
      },
    });
  };
  const onError = (event: ErrorEvent) => {
    // Browsers report this harmless delay as an error; there is nothing to log about it.
    if (event.message.startsWith("ResizeObserver loop")) return;
    tell(event.error ?? event.message);
  };
  const onRejection = (event: PromiseRejectionEvent) => tell(event.reason);
  page.addEventListener("error", onError);
  page.addEventListener("unhandledrejection", onRejection);
  return () => {
    page.removeEventListener("error", onError);
    page.removeEventListener("unhandledrejection", onRejection);
  };
}
