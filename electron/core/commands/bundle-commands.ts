import type { CommandName } from "#shared/contract.ts";
import type { Bundles } from "../bundle/bundles.ts";
import type { HandlersFor } from "../dispatcher.ts";

/** Bundles. Their files are named by places, which only a host can make. */
export function createBundleCommands(bundles: Bundles): HandlersFor<Extract<CommandName, `bundle.${string}`>> {
  return {
    "bundle.export": ({ place, languages, key = null }) =>
      bundles.export({ place, key, ...(languages && { languages }) }),
    "bundle.inspect": ({ place }) => bundles.inspect(place),
    "bundle.import": ({ place, requireSignature = false }) => bundles.import(place, { requireSignature }),
    "bundle.cancel": () => {
      bundles.cancel();
      return {};
    },
    "bundle.keys": () => bundles.keys(),
    "bundle.forgetKey": ({ fingerprint }) => bundles.forgetKey(fingerprint),
  };
}
