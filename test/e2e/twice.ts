/**
 * Does something in Electron's main process that may be done twice. Playwright now and then loses the answer while the
 * application is starting ("Resulting promise was garbage collected"), although what was asked for was done.
 */
export async function twiceIfLost<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!String(error).includes("garbage collected")) throw error;
    return work();
  }
}
