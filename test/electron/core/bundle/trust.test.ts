import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeKeyFiles } from "../../../../electron/core/bundle/key-files.ts";
import {
  generateKeys,
  isSignedBy,
  parsePublicKey,
  toFingerprint,
  toSigner,
} from "../../../../electron/core/bundle/signing.ts";
import { createTrustedKeys } from "../../../../electron/core/bundle/trusted-keys.ts";
import { toPolicyFile } from "../../../../electron/core/settings/policy.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-keys-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a key for bundles", () => {
  test("is written for its owner alone, beside its public half, and never over another", async () => {
    const path = join(folder, "room.key");
    const keys = await writeKeyFiles(path);
    if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o600);
    const publicKey = parsePublicKey(await readFile(keys.publicPath, "utf8"));
    expect(toFingerprint(publicKey)).toBe(keys.fingerprint);
    expect(keys.fingerprint).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    const signer = toSigner(await readFile(path, "utf8"));
    expect(signer.publicKey).toBe(publicKey);
    await expect(writeKeyFiles(path)).rejects.toThrow("is there already");
  });

  test("signs these bytes and no others", () => {
    const signer = toSigner(generateKeys().privatePem);
    const signature = signer.sign(Buffer.from("bytes"));
    expect(isSignedBy(signer.publicKey, signature, Buffer.from("bytes"))).toBe(true);
    expect(isSignedBy(signer.publicKey, signature, Buffer.from("Bytes"))).toBe(false);
    expect(isSignedBy("nonsense", signature, Buffer.from("bytes"))).toBe(false);
  });

  test("is refused where it is something else, or the secret half stands for the public one", () => {
    expect(() => toSigner("nonsense")).toThrow("not a key for signing");
    expect(() => parsePublicKey("nonsense")).toThrow("not a public key");
    expect(() => parsePublicKey(generateKeys().privatePem)).toThrow("not a public key");
  });
});

describe("the keys that are trusted", () => {
  const log = () => {};
  const newKey = () => parsePublicKey(generateKeys().publicPem);

  test("are kept, listed and forgotten", async () => {
    const key = newKey();
    const options = { folder, policyKeys: () => null, log };
    await createTrustedKeys(options).add(key);
    const again = createTrustedKeys(options);
    await again.add(key);
    expect(await again.isTrusted(key)).toBe(true);
    expect(await again.list()).toEqual([{ fingerprint: toFingerprint(key), addedAt: expect.any(String) }]);
    await again.remove(toFingerprint(key).toUpperCase());
    expect(await again.isTrusted(key)).toBe(false);
    await expect(again.remove(toFingerprint(key))).rejects.toThrow("No key with this fingerprint");
  });

  test("are those of the policy alone, where it names any", async () => {
    const [own, named] = [newKey(), newKey()];
    await createTrustedKeys({ folder, policyKeys: () => null, log }).add(own);
    const keys = createTrustedKeys({ folder, policyKeys: () => [named], log });
    expect([await keys.isTrusted(own), await keys.isTrusted(named)]).toEqual([false, true]);
    expect(keys.mayAdd()).toBe(false);
    await expect(keys.add(own)).rejects.toMatchObject({ code: "policy_forbids" });
  });
});

describe("a policy about bundles", () => {
  const read = (rules: object) =>
    toPolicyFile("/policy.json", { text: JSON.stringify({ version: 1, by: "Room 12", ...rules }) });

  test("requires signatures, and names keys as PEM or Base64", () => {
    const { publicPem } = generateKeys();
    const key = parsePublicKey(publicPem);
    expect(read({ requireSignedBundles: true, trustedKeys: [publicPem, key] })).toMatchObject({
      state: "in_force",
      policy: { forbidsUnsigned: expect.stringContaining("Room 12 has set it so"), trustedKeys: [key, key] },
    });
    expect(read({})).toMatchObject({ policy: { forbidsUnsigned: null, trustedKeys: null } });
  });

  test("that is broken lets nothing be imported", () => {
    expect(read({ trustedKeys: ["nonsense"] })).toMatchObject({
      state: "broken",
      reason: expect.stringContaining("not a public key"),
      policy: { forbidsUnsigned: expect.stringContaining("No bundle can be imported now"), trustedKeys: [] },
    });
  });
});
