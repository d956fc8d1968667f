import * as z from "zod";
import { DEFAULT_LIMITS, type Limits } from "#shared/limits.ts";
import { SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from "#shared/settings.ts";
import { someSettingsSchema } from "#shared/settings-schema.ts";
import { parsePublicKey } from "../bundle/signing.ts";

/** What a policy says, in the terms in which it is enforced. */
export interface Policy {
  /** Who set it: shown beside everything that it locks. */
  by: string;
  lock: Partial<Settings>;
  /** The most that settings with a number may be set to. */
  ceilings: Partial<Record<SettingKey, number>>;
  /** Why programs may not run without isolation; `null` where they may. */
  forbidsLocal: string | null;
  /** Why the HTTP API may not be on; `null` where it may. */
  forbidsHttp: string | null;
  /** Why bundles that nobody has signed may not be imported; `null` where they may. */
  forbidsUnsigned: string | null;
  /** The only keys whose bundles may be imported, in Base64; `null` where users decide whom they trust. */
  trustedKeys: string[] | null;
}

/** What was found where a policy may be. */
export type PolicyFile =
  | { state: "none"; path: string }
  | { state: "in_force"; path: string; policy: Policy }
  | { state: "broken"; path: string; reason: string; policy: Policy };

/** Beyond the setting's own range, a ceiling is no fault: it only bounds nothing, or as far as can be. */
const ceilingSchemas = SETTING_KEYS.flatMap((key) => {
  const definition = SETTINGS[key];
  if (definition.kind !== "number") return [];
  const number = z.number().min(0);
  return [[key, Number.isInteger(definition.step) ? number.int("It takes a whole number.") : number] as const];
});

const publicKeySchema = z.string().transform((text, context) => {
  try {
    return parsePublicKey(text);
  } catch {
    context.addIssue({ code: "custom", message: "This is not a public key for bundles, as PEM or Base64." });
    return z.NEVER;
  }
});

// Strict everywhere: a rule that is misspelt must not be a rule that does not hold.
const policySchema = z.strictObject({
  version: z.literal(1),
  by: z.string().trim().min(1).max(200),
  lock: someSettingsSchema.optional(),
  ceilings: z.strictObject(Object.fromEntries(ceilingSchemas)).partial().optional(),
  forbidLocal: z.boolean().optional(),
  forbidHttp: z.boolean().optional(),
  requireSignedBundles: z.boolean().optional(),
  trustedKeys: z.array(publicKeySchema).max(100).optional(),
});

/** Reads a policy. `text` is `null` where there is none; `failure` says why it could not be read. Never throws. */
export function toPolicyFile(path: string, content: { text: string | null } | { failure: string }): PolicyFile {
  if ("failure" in content) return toBroken(path, `it cannot be read (${content.failure})`);
  if (content.text === null) return { state: "none", path };
  let value: unknown;
  try {
    value = JSON.parse(content.text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return toBroken(path, `it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = policySchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
    return toBroken(path, `${where}${issue?.message ?? "it is not understood"}`);
  }
  const { by, lock = {}, ceilings = {}, forbidLocal = false, forbidHttp = false } = parsed.data;
  const { requireSignedBundles = false, trustedKeys = null } = parsed.data;
  return {
    state: "in_force",
    path,
    policy: {
      by,
      lock: lock as Partial<Settings>,
      ceilings: ceilings as Policy["ceilings"],
      forbidsLocal: forbidLocal
        ? `Programs may not run without isolation on this computer: ${by} has set it so. Start the container engine, then run it again.`
        : null,
      forbidsHttp: forbidHttp ? `The HTTP API is switched off on this computer: ${by} has set it so.` : null,
      forbidsUnsigned: requireSignedBundles
        ? `Only signed bundles may be imported on this computer: ${by} has set it so. Ask whoever made this one to sign it.`
        : null,
      trustedKeys,
    },
  };
}

/** What holds while a policy cannot be understood: nothing that any policy could have forbidden. */
function toBroken(path: string, reason: string): PolicyFile {
  const short = reason.length > 300 ? `${reason.slice(0, 300)}…` : reason;
  const because = `the policy of this computer, ${path}, cannot be used: ${short}. Whoever set it must correct it.`;
  const limits = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[];
  return {
    state: "broken",
    path,
    reason: short,
    policy: {
      by: "a policy that cannot be read",
      lock: {},
      ceilings: Object.fromEntries(limits.map((key) => [`limits.${key}`, DEFAULT_LIMITS[key]])),
      forbidsLocal: `Programs may not run without isolation now, because ${because}`,
      forbidsHttp: `The HTTP API is off, because ${because}`,
      forbidsUnsigned: `No bundle can be imported now, because ${because}`,
      trustedKeys: [],
    },
  };
}
