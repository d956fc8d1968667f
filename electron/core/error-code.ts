/** `ENOENT` and the like, or the error's own words. */
export const toErrorCode = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);
