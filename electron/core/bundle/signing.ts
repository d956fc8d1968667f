import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { SandpitError } from "#shared/errors.ts";

/** A key pair for signing bundles, in the forms in which `openssl` writes them too. */
export interface NewKeys {
  privatePem: string;
  publicPem: string;
  fingerprint: string;
}

export function generateKeys(): NewKeys {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privatePem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    fingerprint: toFingerprint(toBase64(publicKey)),
  };
}

const toBase64 = (key: KeyObject): string => key.export({ type: "spki", format: "der" }).toString("base64");

/** What two people compare to know that they mean the same key: 16 groups of four digits. */
export function toFingerprint(publicKey: string): string {
  const hex = createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex");
  return (hex.match(/.{4}/g) ?? []).join(" ");
}

/** A public key out of PEM or Base64, in Base64. @throws SandpitError `invalid_input`. */
export function parsePublicKey(text: string): string {
  try {
    const isPem = text.includes("-----BEGIN");
    if (isPem && text.includes("PRIVATE KEY")) throw new Error("private");
    const key = isPem
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text.trim(), "base64"), format: "der", type: "spki" });
    if (key.asymmetricKeyType === "ed25519") return toBase64(key);
  } catch {
    // Falls through to the same sentence.
  }
  throw new SandpitError("invalid_input", "This is not a public key for bundles. Choose the file that ends in .pub.");
}

export interface Signer {
  publicKey: string;
  sign(bytes: Buffer): string;
}

/** Reads a private key. @throws SandpitError `invalid_input`. */
export function toSigner(pem: string): Signer {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519")
      return {
        publicKey: toBase64(createPublicKey(pem)),
        sign: (bytes) => sign(null, bytes, key).toString("base64"),
      };
  } catch {
    // Falls through to the same sentence.
  }
  throw new SandpitError(
    "invalid_input",
    "This file is not a key for signing bundles. Choose one that was made for it, or make a new one.",
  );
}

/** Whether the owner of `publicKey` signed exactly these bytes. */
export function isSignedBy(publicKey: string, signature: string, bytes: Buffer): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    // A key has one form: another one that is read as the same key was changed.
    const isPlain = key.asymmetricKeyType === "ed25519" && toBase64(key) === publicKey;
    return isPlain && verify(null, bytes, key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}
