import type { CommandName } from "#shared/contract.ts";
import { SandpitError } from "#shared/errors.ts";
import type { Bundles } from "../bundle/bundles.ts";
import type { HandlersFor } from "../dispatcher.ts";
import type { History } from "../store/history/history.ts";

interface BundleCommandsOptions {
  bundles: Bundles;
  /** For the audit trail. */
  history: Pick<History, "note">;
}

/** Bundles. Their files are named by places, which only a host can make. */
export function createBundleCommands({
  bundles,
  history,
}: BundleCommandsOptions): HandlersFor<Extract<CommandName, `bundle.${string}`>> {
  return {
    async "bundle.export"({ place, languages, samples = [], key = null }, { source }) {
      const written = await bundles.export({ place, samples, key, ...(languages && { languages }) });
      history.note("bundle.exported", source, { languages: written.languages, key: written.fingerprint });
      return written;
    },
    "bundle.inspect": ({ place }) => bundles.inspect(place),
    async "bundle.import"({ place, requireSignature = false }, { source }) {
      try {
        const imported = await bundles.import(place, { requireSignature });
        const images = imported.images.map(({ id }) => id);
        history.note("bundle.imported", source, { images, key: imported.signature.fingerprint });
        return imported;
      } catch (error) {
        const reason = error instanceof SandpitError ? (error.details?.reason ?? error.code) : "internal";
        history.note("bundle.refused", source, { reason });
        throw error;
      }
    },
    "bundle.cancel": () => {
      bundles.cancel();
      return {};
    },
    "bundle.keys": () => bundles.keys(),
    async "bundle.forgetKey"({ fingerprint }, { source }) {
      const keys = await bundles.forgetKey(fingerprint);
      history.note("key.forgotten", source, { key: fingerprint });
      return keys;
    },
  };
}
