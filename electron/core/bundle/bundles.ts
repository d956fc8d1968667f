import { randomBytes } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type {
  BundleContents,
  BundleExport,
  BundleImport,
  BundleProgress,
  BundleSignature,
  TrustedKey,
} from "#shared/bundle.ts";
import { SandpitError } from "#shared/errors.ts";
import type { Language } from "#shared/languages.ts";
import type { PolicyStatus } from "#shared/settings.ts";
import type { Engine } from "../engine/engine.ts";
import type { Images } from "../engine/images.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import type { ImageRecords } from "../store/image-records.ts";
import { bundleRefusal, toFileFailure } from "./bundle-fault.ts";
import { type CheckedBundle, checkBundle } from "./check-bundle.ts";
import { exportBundle } from "./export-bundle.ts";
import { type LoadedImage, loadImages } from "./import-bundle.ts";
import type { LanguageFolders } from "./language-folders.ts";
import { toFingerprint } from "./signing.ts";
import type { TrustedKeys } from "./trusted-keys.ts";

/** A client must not write over a file that it was given to read, or have a key read as something else. */
export type PlacePurpose = "write" | "read" | "key";

/** What only a host may do, because the user answered for it outside the page. */
export interface BundlePlaces {
  /** Makes a file known that the user has named for a purpose, and answers by what clients may name it. */
  place(purpose: PlacePurpose, path: string): string;
  /** From now on bundles that were signed with this key are trusted. @throws SandpitError `policy_forbids`. */
  trust(publicKey: string): Promise<void>;
  /** The key of the bundle that was examined last at a place; `null` where nobody has signed it. */
  keyOf(place: string): string | null;
}

export interface Bundles extends BundlePlaces {
  export(request: {
    place: string;
    languages?: readonly string[];
    samples?: readonly string[];
    key?: string | null;
  }): Promise<BundleExport>;
  inspect(place: string): Promise<BundleContents>;
  import(place: string, options: { requireSignature: boolean }): Promise<BundleImport>;
  cancel(): void;
  keys(): Promise<TrustedKey[]>;
  forgetKey(fingerprint: string): Promise<TrustedKey[]>;
  /** Stops what is under way, and waits for its end. */
  close(): Promise<void>;
}

export interface BundlesOptions {
  keeper: EngineKeeper;
  images: Images;
  records: Pick<ImageRecords, "get">;
  folders: LanguageFolders;
  trustedKeys: TrustedKeys;
  languages: () => readonly Language[];
  languageOf: (id: string) => Language;
  policy: () => Promise<PolicyStatus>;
  version: string;
  onProgress: (progress: BundleProgress) => void;
  /** Images have come: these folders' ones. */
  onImported: (folders: readonly string[]) => Promise<void>;
  /** The user has come to trust a key. */
  onTrusted: (fingerprint: string) => void;
}

/** How often progress is told. */
const TELL_MS = 100;
const MAX_PLACES = 200;

/** Writes and reads bundles, one at a time. */
export function createBundles(options: BundlesOptions): Bundles {
  const { keeper, images, folders, trustedKeys, languages, languageOf, policy, onProgress } = options;
  const places = new Map<string, { purpose: PlacePurpose; path: string }>();
  const checked = new Map<string, { stamp: string; bundle: CheckedBundle }>();
  let underWay: { stop: AbortController; ended: Promise<unknown> } | null = null;

  const pathOf = (place: string, purpose: PlacePurpose): string => {
    const known = places.get(place);
    if (known?.purpose === purpose) return known.path;
    throw new SandpitError("not_found", "Sandpit does not know this file any more. Choose it again.");
  };

  const alone = async <T>(stopped: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    if (underWay)
      throw new SandpitError(
        "invalid_input",
        "A bundle is being written or read already. Wait for that, or cancel it.",
      );
    const stop = new AbortController();
    const working = work(stop.signal);
    const mine = { stop, ended: working.catch(() => {}) };
    underWay = mine;
    try {
      return await working;
    } catch (error) {
      if (stop.signal.aborted) throw new SandpitError("cancelled", stopped, { cause: error });
      throw error;
    } finally {
      if (underWay === mine) underWay = null;
    }
  };

  const follow = () => {
    const beganAt = performance.now();
    let told = { at: Number.NEGATIVE_INFINITY, phase: "" };
    return ({ phase, doneBytes, totalBytes }: Omit<BundleProgress, "elapsedMs">) => {
      const at = performance.now();
      if (phase === told.phase && at - told.at < TELL_MS && doneBytes < totalBytes) return;
      told = { at, phase };
      onProgress({ phase, doneBytes, totalBytes, elapsedMs: Math.round(at - beganAt) });
    };
  };

  const withFile = async <T>(place: string, work: (file: FileHandle) => Promise<T>): Promise<T> => {
    const path = pathOf(place, "read");
    let file: FileHandle | null = null;
    try {
      file = await open(path, "r");
      return await work(file);
    } catch (error) {
      throw toFileFailure(error, basename(path), "read");
    } finally {
      await file?.close();
    }
  };

  /** Examines a bundle, unless that was done and the file is the same. */
  const examine = async (place: string, file: FileHandle, signal: AbortSignal, tell: ReturnType<typeof follow>) => {
    const { size, mtimeNs, ino } = await file.stat({ bigint: true });
    const stamp = `${size} ${mtimeNs} ${ino}`;
    const known = checked.get(place);
    if (known?.stamp === stamp) return known.bundle;
    const onRead = (doneBytes: number, totalBytes: number) => tell({ phase: "examining", doneBytes, totalBytes });
    const bundle = await checkBundle(file, { signal, onRead });
    folders.check(bundle);
    checked.set(place, { stamp, bundle });
    return bundle;
  };

  /** Has the images count as built here; answers the folders of those that did not. */
  const adopt = async (engine: Engine, loaded: readonly LoadedImage[]): Promise<string[]> => {
    const changed: string[] = [];
    for (const { image, id } of loaded) {
      const { tag, folder, source } = image;
      const record = await options.records.get(engine.identity.id, tag);
      if (record?.id === id && record.source === source) continue;
      await images.adopt(engine, folder, { id, source });
      changed.push(folder);
    }
    return changed;
  };

  /** Who signed a bundle, and why it may not be imported whatever the user agrees to. The policy is read anew. */
  const judge = async ({
    publicKey,
  }: CheckedBundle): Promise<{ signature: BundleSignature; forbidden: string | null }> => {
    const { forbidsUnsigned } = await policy();
    if (publicKey === null) return { signature: { state: "unsigned", fingerprint: null }, forbidden: forbidsUnsigned };
    const fingerprint = toFingerprint(publicKey);
    if (await trustedKeys.isTrusted(publicKey))
      return { signature: { state: "trusted", fingerprint }, forbidden: null };
    const forbidden = `This bundle is signed with a key that the policy of this computer does not name (${fingerprint.slice(0, 19)} …). Ask whoever set it to add the key.`;
    return { signature: { state: "unknown", fingerprint }, forbidden: trustedKeys.mayAdd() ? null : forbidden };
  };

  return {
    place(purpose, path) {
      const place = randomBytes(18).toString("base64url");
      places.set(place, { purpose, path });
      for (const oldest of places.keys()) {
        if (places.size <= MAX_PLACES) break;
        places.delete(oldest);
        checked.delete(oldest);
      }
      return place;
    },
    async trust(publicKey) {
      await trustedKeys.add(publicKey);
      options.onTrusted(toFingerprint(publicKey));
    },
    keyOf: (place) => checked.get(place)?.bundle.publicKey ?? null,

    export: ({ place, languages: wanted, samples = [], key = null }) =>
      alone("The export was stopped. Nothing was written.", async (signal) => {
        const tell = follow();
        return exportBundle({
          ...{ engine: await keeper.require(), images, records: options.records, folders, signal },
          languages: wanted ? wanted.map(languageOf) : languages(),
          isExact: wanted !== undefined,
          path: pathOf(place, "write"),
          samplePaths: samples.map((sample) => pathOf(sample, "read")),
          keyPath: key === null ? null : pathOf(key, "key"),
          version: options.version,
          onProgress: (doneBytes, totalBytes) => tell({ phase: "saving", doneBytes, totalBytes }),
        });
      }),

    inspect: (place) =>
      alone("The bundle was not examined to its end.", (signal) =>
        withFile(place, async (file) => {
          const bundle = await examine(place, file, signal, follow());
          const { manifest, bytes, texts } = bundle;
          const samples = texts.filter(({ kind }) => kind === "sample").map(({ id, name }) => `${id}/${name}`);
          return {
            ...{ createdAt: manifest.createdAt, sandpit: manifest.sandpit, bytes, samples },
            images: manifest.images.map(({ tag, id, languages: users, sizeBytes, architecture }) => ({
              ...{ tag, id, languages: users, sizeBytes, architecture },
            })),
            languages: manifest.languages,
            ...(await judge(bundle)),
            mayTrust: trustedKeys.mayAdd(),
          };
        }),
      ),

    import: (place, { requireSignature }) =>
      alone("The import was stopped. Import the bundle again to complete it.", (signal) =>
        withFile(place, async (file) => {
          const tell = follow();
          const bundle = await examine(place, file, signal, tell);
          const { signature, forbidden } = await judge(bundle);
          checkSignature(signature, forbidden, requireSignature);
          const engine = await keeper.require();
          const loaded = await loadImages({ engine, file, bundle, signal, onProgress: tell });
          tell({ phase: "placing", doneBytes: 0, totalBytes: 1 });
          await folders.place(bundle.texts);
          await options.onImported(await adopt(engine, loaded));
          tell({ phase: "placing", doneBytes: 1, totalBytes: 1 });
          return {
            images: loaded.map(({ image: { tag }, id, state }) => ({ tag, id, state })),
            languages: bundle.manifest.languages.map(({ id }) => id),
            samples: bundle.texts
              .filter(({ kind }) => kind === "sample")
              .map(({ id, name, content }) => ({ language: id, name, content: content.toString("utf8") })),
            signature,
          };
        }),
      ),

    cancel: () => underWay?.stop.abort(),
    keys: () => trustedKeys.list(),
    async forgetKey(fingerprint) {
      await trustedKeys.remove(fingerprint);
      return trustedKeys.list();
    },
    async close() {
      underWay?.stop.abort();
      await underWay?.ended;
    },
  };
}

function checkSignature(signature: BundleSignature, forbidden: string | null, requireSignature: boolean): void {
  if (forbidden !== null) throw new SandpitError("policy_forbids", forbidden, { details: { reason: signature.state } });
  if (signature.state === "unknown") {
    throw new SandpitError(
      "unauthorized",
      "This bundle is signed with a key that is not trusted here yet. Compare its fingerprint with whoever made it, then trust it and import again.",
      { details: { reason: "unknown_key", fingerprint: signature.fingerprint } },
    );
  }
  if (signature.state === "unsigned" && requireSignature) {
    throw bundleRefusal(
      "unsigned",
      "Nobody has signed this bundle, so it was not imported. Ask whoever made it to sign it.",
    );
  }
}
