import { type RefObject, useLayoutEffect, useRef } from "react";

/** How near to the end counts as being there. */
const NEAR_PX = 24;

/** Keys that scroll up, wherever in the output they are pressed. In the input field all others move its cursor. */
const UP_KEYS = new Set(["ArrowUp", "Home", "PageUp"]);

interface FollowEndOptions<T> {
  /** What scrolls. */
  frame: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  /** Whose text it is. Another one is followed from its beginning. */
  source: T;
  /** Changes with the text, so that its end is in view before it is painted. */
  version: unknown;
}

/**
 * Keeps the end of a text in view, unless the user has scrolled up, and until the end is in view again. That the
 * position changes says nothing: what is laid out only when it comes into view has another height than was reckoned
 * with, and moves the end away. So only what the user does, with the wheel, keys, fingers or the scrollbar, ends it.
 */
export function useFollowEnd<T>({ frame, content, source, version }: FollowEndOptions<T>): void {
  const follower = useRef<ReturnType<typeof followEnd>>(null);

  useLayoutEffect(() => {
    if (!frame.current || !content.current) return;
    follower.current = followEnd(frame.current, content.current);
    return follower.current.stop;
  }, [frame, content]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is followed.
  useLayoutEffect(() => follower.current?.begin(), [source]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the position follows each new version.
  useLayoutEffect(() => follower.current?.keep(), [version]);
}

function followEnd(frame: HTMLElement, content: HTMLElement) {
  const ending = new AbortController();
  const { signal } = ending;
  let follows = true;
  let lastTop = 0;
  /** While a key or a button is down the user may be scrolling: with the scrollbar, by selecting, from link to link. */
  let isActing = false;

  const isAtEnd = () => frame.scrollHeight - frame.scrollTop - frame.clientHeight < NEAR_PX;

  function keep(): void {
    if (!follows) return;
    frame.scrollTop = frame.scrollHeight;
    lastTop = frame.scrollTop;
  }

  function leave(): void {
    if (frame.scrollTop > 0) follows = false;
  }

  function onScroll(): void {
    const moved = frame.scrollTop - lastTop;
    lastTop = frame.scrollTop;
    if (moved > 0 && isAtEnd()) follows = true;
    else if (moved < 0 && isActing) leave();
  }

  function onKeyDown(event: KeyboardEvent): void {
    isActing = true;
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.key === "PageUp" || (!isTyping && (UP_KEYS.has(event.key) || (event.key === " " && event.shiftKey))))
      leave();
    // The end that the key goes to is not the end any more once what is there has been laid out.
    if (event.key === "End" && !isTyping) follows = true;
  }

  let touchedAt = 0;
  frame.addEventListener("scroll", onScroll, { signal, passive: true });
  frame.addEventListener("wheel", ({ deltaY }) => deltaY < 0 && leave(), { signal, passive: true });
  frame.addEventListener("keydown", onKeyDown, { signal });
  frame.addEventListener(
    "touchstart",
    ({ touches }) => {
      touchedAt = touches[0]?.clientY ?? 0;
    },
    { signal, passive: true },
  );
  frame.addEventListener("touchmove", ({ touches }) => (touches[0]?.clientY ?? 0) > touchedAt && leave(), {
    signal,
    passive: true,
  });
  frame.addEventListener(
    "pointerdown",
    () => {
      isActing = true;
    },
    { signal },
  );
  const onRelease = () => {
    isActing = false;
  };
  for (const name of ["pointerup", "pointercancel", "keyup", "blur"] as const)
    window.addEventListener(name, onRelease, { signal });
  // A scrollbar may keep the end of its drag to itself.
  frame.addEventListener("pointermove", ({ buttons }) => buttons === 0 && onRelease(), { signal, passive: true });

  const observer = new ResizeObserver(keep);
  observer.observe(frame);
  observer.observe(content);
  return {
    keep,
    begin() {
      follows = true;
    },
    stop() {
      ending.abort();
      observer.disconnect();
    },
  };
}
