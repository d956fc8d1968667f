import type { ContainerSummary } from "#shared/monitor.ts";
import type { Engine } from "../engine/engine.ts";
import { toEngineFailure } from "../engine/engine-error.ts";
import type { SandboxLedger } from "../run/sandbox-ledger.ts";
import { INSTALLATION_LABEL } from "../run/sandbox-spec.ts";
import { toFacts, toSummary, type Viewer } from "./container-summary.ts";
import { mapLimited } from "./map-limited.ts";

/** Lists the containers once: ours, or all. One that ends while it is asked after is left out. */
export async function listContainers(
  engine: Engine,
  all: boolean,
  ledger: SandboxLedger,
  viewer: Viewer,
): Promise<ContainerSummary[]> {
  try {
    const listings = await engine.listContainers(all ? null : `${INSTALLATION_LABEL}=${viewer.installation}`);
    const found = await mapLimited(listings, 4, async ({ id, image }) => {
      const inspection = await engine.inspectContainer(id);
      return inspection && toSummary(toFacts(inspection, image), ledger.get(id), viewer);
    });
    return found.filter((summary) => summary !== null);
  } catch (error) {
    throw toEngineFailure(error, "list the containers");
  }
}
