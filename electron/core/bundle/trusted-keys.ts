import * as z from "zod";
import type { TrustedKey } from "#shared/bundle.ts";
import { SandpitError } from "#shared/errors.ts";
import { createJsonDocument } from "../store/json-document.ts";
import { toFingerprint } from "./signing.ts";

const documentSchema = z.strictObject({
  version: z.literal(1),
  keys: z.array(z.strictObject({ publicKey: z.base64(), addedAt: z.string() })),
});

/** The keys whose bundles are imported without a question. */
export interface TrustedKeys {
  isTrusted(publicKey: string): Promise<boolean>;
  /** Whether the user may add a key: a policy that names keys names all of them. */
  mayAdd(): boolean;
  /** @throws SandpitError `policy_forbids`. */
  add(publicKey: string): Promise<void>;
  list(): Promise<TrustedKey[]>;
  /** @throws SandpitError `not_found`, `policy_forbids`. */
  remove(fingerprint: string): Promise<void>;
}

interface TrustedKeysOptions {
  folder: string;
  /** Those of the machine's policy; `null` where it leaves that to the user. */
  policyKeys: () => readonly string[] | null;
  log: (line: string, error?: unknown) => void;
  now?: () => Date;
}

/** Keeps whom the user trusts, in the home folder. A damaged list counts as empty: the user is then asked again. */
export function createTrustedKeys({
  folder,
  policyKeys,
  log,
  now = () => new Date(),
}: TrustedKeysOptions): TrustedKeys {
  const document = createJsonDocument({
    ...{ folder, name: "trusted-keys", schema: documentSchema, label: "list of trusted keys", keepPrevious: false },
  });
  const read = async (): Promise<{ publicKey: string; addedAt: string }[]> => {
    const { value, notice } = await document.load();
    if (notice !== null) log(notice);
    return value?.keys ?? [];
  };
  const refuseChange = () => {
    if (policyKeys() === null) return;
    throw new SandpitError(
      "policy_forbids",
      "Whose bundles are trusted is settled on this computer, by its policy. Ask whoever set it to add the key.",
    );
  };

  return {
    async isTrusted(publicKey) {
      const known = policyKeys() ?? (await read()).map((key) => key.publicKey);
      return known.includes(publicKey);
    },
    mayAdd: () => policyKeys() === null,
    async add(publicKey) {
      refuseChange();
      const known = await read();
      if (known.some((key) => key.publicKey === publicKey)) return;
      await document.save({ version: 1, keys: [...known, { publicKey, addedAt: now().toISOString() }] });
    },
    async list() {
      const set = policyKeys();
      if (set) return set.map((publicKey) => ({ fingerprint: toFingerprint(publicKey), addedAt: null }));
      return (await read()).map(({ publicKey, addedAt }) => ({ fingerprint: toFingerprint(publicKey), addedAt }));
    },
    async remove(fingerprint) {
      refuseChange();
      const known = await read();
      const wanted = fingerprint.replaceAll(/[\s:]/g, "").toLowerCase();
      const kept = known.filter(({ publicKey }) => toFingerprint(publicKey).replaceAll(" ", "") !== wanted);
      if (kept.length === known.length)
        throw new SandpitError(
          "not_found",
          "No key with this fingerprint is trusted. List them to see those that are.",
        );
      await document.save({ version: 1, keys: kept });
    },
  };
}
