/** Commands whose effect must reach the disk even if the user closes the window right after. */
const SAVING: ReadonlySet<string> = new Set(["workspace.save", "preferences.set", "files.save"]);

/** Keeps track of saves that have begun, so that the application does not end in the middle of one. */
export function createUnfinishedSaves(): {
  follow<T>(name: string, answer: Promise<T>): Promise<T>;
  finished(): Promise<void>;
} {
  const unfinished = new Set<Promise<unknown>>();

  return {
    follow(name, answer) {
      if (SAVING.has(name)) {
        const end = (): void => {
          unfinished.delete(answer);
        };
        unfinished.add(answer);
        answer.then(end, end);
      }
      return answer;
    },
    async finished() {
      await Promise.allSettled(unfinished);
    },
  };
}
