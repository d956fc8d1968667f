import type { Log } from "../core/store/log.ts";

/** A page that is busy for longer than this, or stuck, must not keep its window open. In milliseconds. */
const ANSWER_MS = 2_000;

interface CloseGuardOptions {
  /** Has the page save what is not saved yet, and answer. */
  askPage: () => void;
  /** Asks the user whether the window may close although a text is lost with it. */
  askUser: (problem: string) => Promise<boolean>;
  /** Closes the window without asking anybody again. */
  close: () => void;
  log: Log;
  answerMs?: number;
}

export interface CloseGuard {
  /**
   * The page tells why its drafts are not on disk, or `null` where they are. `isFinal` where it has tried to save them
   * just now, because the window is about to close.
   */
  draftsSettled(report: { problem: string | null; isFinal: boolean }): void;
  /** The page is gone or begins anew: it has nothing to save, and would not answer. */
  pageGone(): void;
  /** The window, or the application with it, is to close. It is held while there is something to save or to ask. */
  onClose(event: { preventDefault(): void }): void;
}

/** Keeps the window from closing over a text that could not be saved, unless the user says so. */
export function createCloseGuard(options: CloseGuardOptions): CloseGuard {
  const { askPage, askUser, close, log, answerMs = ANSWER_MS } = options;
  /** Whether there is a page that answers: one that could not start has nothing to lose. */
  let isHeard = false;
  let problem: string | null = null;
  let isDeciding = false;
  let onAnswer: () => void = () => {};

  const untilSettled = (): Promise<void> =>
    new Promise((settle) => {
      const tooLong = setTimeout(() => {
        log("The page did not say whether its text is saved, and its window is closing");
        settle();
      }, answerMs);
      onAnswer = () => {
        clearTimeout(tooLong);
        settle();
      };
      askPage();
    });

  const mayClose = async (): Promise<boolean> => {
    await untilSettled();
    // A page that is stuck may have said before that its text could not be saved.
    return problem === null || (await askUser(problem));
  };

  const decide = async (): Promise<void> => {
    isDeciding = true;
    const agreed = await mayClose().catch((error: unknown) => {
      // A question that cannot be shown would otherwise make a window that nobody can close.
      log("It could not be asked whether the window may close", error);
      return true;
    });
    isDeciding = false;
    if (agreed) close();
  };

  return {
    draftsSettled(report) {
      isHeard = true;
      problem = report.problem;
      if (report.isFinal) onAnswer();
    },
    pageGone() {
      isHeard = false;
      problem = null;
      onAnswer();
    },
    onClose(event) {
      if (!isHeard) return;
      event.preventDefault();
      if (!isDeciding) void decide();
    },
  };
}
