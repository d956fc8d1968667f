import { SandpitError } from "#shared/errors.ts";
import type { ContainerSummary } from "#shared/monitor.ts";
import type { ContainerInspection, Engine } from "../engine/engine.ts";
import { engineMessage, engineStatusCode, toEngineFailure } from "../engine/engine-error.ts";
import type { LedgerEntry, SandboxLedger } from "../run/sandbox-ledger.ts";
import { toFacts, toSummary, type Viewer } from "./container-summary.ts";

/** A container as the engine has it at this moment. */
export interface FoundContainer {
  inspection: ContainerInspection;
  summary: ContainerSummary;
}

/**
 * Asks the engine for a container by its id, a unique beginning of it, or its name. Whether it is ours is read from this
 * answer and from nothing that was known before.
 * @throws SandpitError `not_found`, `invalid_input` where more than one is meant, `docker_unavailable`.
 */
export async function findContainer(
  engine: Engine,
  reference: string,
  ledger: SandboxLedger,
  viewer: Viewer,
): Promise<FoundContainer> {
  const inspection = await engine.inspectContainer(reference).catch((error) => {
    if (/multiple|ambiguous|more than one/i.test(engineMessage(error)) && engineStatusCode(error) !== null)
      throw new SandpitError("invalid_input", `More than one container begins with ${reference}. Give more of its id.`);
    throw toEngineFailure(error, "look up a container");
  });
  const summary = inspection && toSummary(toFacts(inspection), ledger.get(inspection.Id), viewer);
  if (inspection && summary) return { inspection, summary };
  throw new SandpitError(
    "not_found",
    `There is no container ${reference.slice(0, 80)}. It may have been removed; list them again.`,
  );
}

/** A sandbox of this process that may be gone already, by its id or a unique beginning of it. */
export function findEntry(ledger: SandboxLedger, reference: string): LedgerEntry | undefined {
  const found = ledger.all().filter(({ id }) => id.startsWith(reference));
  return found.length === 1 ? found[0] : undefined;
}
