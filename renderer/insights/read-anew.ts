/**
 * Has something read anew when news come: at once, and while they keep coming once in `everyMs` milliseconds, the last
 * time after the last of them.
 */
export function createReadAnew(read: () => void, everyMs: number): { news(): void; end(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWaiting = false;
  const start = () => {
    isWaiting = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWaiting) start();
    }, everyMs);
    read();
  };
  return {
    news() {
      if (timer === undefined) start();
      else isWaiting = true;
    },
    end: () => clearTimeout(timer),
  };
}
