import { randomBytes, randomUUID } from "node:crypto";
import { isSame } from "../token.ts";

export type AnswerOutcome = "taken" | "too_soon" | "unknown";

/**
 * What is asked: whether programs may run without isolation, and why now; whether a key is trusted; or whether an image
 * may be built from files that did not come with Sandpit.
 */
export interface QuestionSubject {
  about: "isolation" | "key" | "build";
  /** Why it is asked, the key's fingerprint, or the language's name. */
  text: string;
}

export interface ShownQuestion extends QuestionSubject {
  token: string;
}

/** Questions that the person answers on a page of their own. One is open at a time. */
export interface ConsentDesk {
  /** Opens a question, in place of one that is open; that one counts as answered with no. */
  ask(subject: QuestionSubject): { id: string; answer: Promise<boolean> };
  /** What the page shows, with a token that its form must bring back; each showing has another. */
  show(id: string): ShownQuestion | null;
  answer(id: string, token: string, agreed: boolean): AnswerOutcome;
  /** Nobody is there any more to ask for. */
  withdraw(): void;
}

/** Less is no answer but a click that was meant for something else. */
const MIN_READING_MS = 1_000;

interface Question {
  id: string;
  subject: QuestionSubject;
  resolve: (agreed: boolean) => void;
  shown: { token: string; at: number } | null;
}

export function createConsentDesk(now: () => number = () => performance.now()): ConsentDesk {
  let open: Question | null = null;

  const close = (agreed: boolean): void => {
    open?.resolve(agreed);
    open = null;
  };

  return {
    ask(subject) {
      close(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const id = randomUUID();
      open = { id, subject, resolve, shown: null };
      return { id, answer: promise };
    },
    show(id) {
      if (open?.id !== id) return null;
      open.shown = { token: randomBytes(32).toString("base64url"), at: now() };
      return { ...open.subject, token: open.shown.token };
    },
    answer(id, token, agreed) {
      if (open?.id !== id || !open.shown || !isSame(token, open.shown.token)) return "unknown";
      if (agreed && now() - open.shown.at < MIN_READING_MS) return "too_soon";
      close(agreed);
      return "taken";
    },
    withdraw: () => close(false),
  };
}
