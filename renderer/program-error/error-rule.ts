/** What is said about one kind of error. It holds where both the exception's name and its message fit. */
export interface ErrorRule {
  kind: RegExp;
  message: RegExp;
  /** `name` is what the message's first group has found. */
  text: string | ((name: string) => string);
  /** What is to be said where the program was not isolated; `null` where nothing is known then. */
  unisolated?: string | ((name: string) => string) | null;
}
