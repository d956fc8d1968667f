/** One step a version: step N makes version N + 1 out of version N + 1's predecessor. A step that was released stays. */
const STEPS: readonly ((document: Record<string, unknown>) => Record<string, unknown>)[] = [
  // A first file, written by hand, may hold the settings alone.
  (document) => ("values" in document ? { ...document, version: 1 } : { version: 1, values: document }),
];

/** The version that this Sandpit writes. */
export const SETTINGS_VERSION = 1;

/** Brings a settings file of an earlier version up to date. What is no such file is left for the schema to refuse. */
export function migrateSettings(document: unknown): unknown {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return document;
  let migrated = document as Record<string, unknown>;
  const version = migrated.version ?? 0;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 0) return document;
  for (const step of STEPS.slice(version)) migrated = step(migrated);
  return migrated;
}
