/** Says what is left out and why; where `SANDPIT_TEST_REQUIRE` names `remote` (as in CI), that is a failure. */
export function missRemote(what: string, reason: string | null): void {
  if (reason === null) return;
  if (/\bremote\b/.test(process.env.SANDPIT_TEST_REQUIRE ?? "")) throw new Error(`${what} is required. ${reason}`);
  console.warn(`\nSkipping the tests of "${what}": ${reason}\n`);
}
