import { beforeEach, describe, expect, it, vi } from "vitest";
import { type CloseGuard, createCloseGuard } from "../../../electron/app/close-guard.ts";

const asked: string[] = [];
let closes = 0;
let mayClose: boolean | Error;
let onAsked: (guard: CloseGuard) => void;

function open(answerMs = 60_000) {
  const guard = createCloseGuard({
    askPage: () => onAsked(guard),
    askUser: async (problem) => {
      asked.push(problem);
      if (mayClose instanceof Error) throw mayClose;
      return mayClose;
    },
    close: () => void closes++,
    log: () => {},
    answerMs,
  });
  const close = () => {
    const event = { preventDefault: vi.fn() };
    guard.onClose(event);
    return event.preventDefault.mock.calls.length > 0 ? "held" : "closes";
  };
  return { guard, close };
}
const saved = (isFinal: boolean) => ({ problem: null, isFinal });
const unsaved = (isFinal: boolean) => ({ problem: "The disk is full.", isFinal });

beforeEach(() => {
  asked.length = 0;
  closes = 0;
  mayClose = false;
  onAsked = () => {};
});

describe("a window that is to close", () => {
  it("closes at once where no page was ever heard of, or it is gone", () => {
    const { guard, close } = open();
    expect(close()).toBe("closes");
    guard.draftsSettled(unsaved(false));
    guard.pageGone();
    expect(close()).toBe("closes");
  });

  it("waits until the page has saved, and then closes unasked", async () => {
    const { guard, close } = open();
    guard.draftsSettled(unsaved(false));
    expect(close()).toBe("held");
    // Another save may still be under way: only the last answer counts.
    guard.draftsSettled(saved(false));
    await Promise.resolve();
    expect(closes).toBe(0);
    guard.draftsSettled(saved(true));
    await vi.waitFor(() => expect(closes).toBe(1));
    expect(asked).toEqual([]);
  });

  it("asks where the page could not save, stays open on demand, and asks anew the next time", async () => {
    const { guard, close } = open();
    onAsked = () => guard.draftsSettled(unsaved(true));
    guard.draftsSettled(saved(false));
    expect(close()).toBe("held");
    expect(close()).toBe("held"); // a second press while the first is being decided
    await vi.waitFor(() => expect(asked).toEqual(["The disk is full."]));
    expect(closes).toBe(0);
    mayClose = true;
    close();
    await vi.waitFor(() => expect(closes).toBe(1));
    expect(asked).toHaveLength(2);
  });

  it("does not wait for ever for a page that does not answer", async () => {
    const { guard, close } = open(1);
    guard.draftsSettled(saved(false));
    expect(close()).toBe("held");
    await vi.waitFor(() => expect(closes).toBe(1));
  });

  it("asks about a stuck page that could not save before", async () => {
    const { guard, close } = open(1);
    guard.draftsSettled(unsaved(false));
    close();
    await vi.waitFor(() => expect(asked).toEqual(["The disk is full."]));
    expect(closes).toBe(0);
  });

  it("closes where its page crashes while it is asked, and where the question cannot be shown", async () => {
    const { guard, close } = open();
    guard.draftsSettled(unsaved(false));
    close();
    guard.pageGone();
    await vi.waitFor(() => expect(closes).toBe(1));

    mayClose = new Error("no display");
    onAsked = () => guard.draftsSettled(unsaved(true));
    guard.draftsSettled(unsaved(false));
    close();
    await vi.waitFor(() => expect(closes).toBe(2));
  });
});
