import { access } from "node:fs/promises";
import type { EngineChoice, EngineStatus } from "#shared/engine.ts";
import { listDockerContexts } from "./docker-context.ts";
import { toEncryption, toMachine, toTransport } from "./endpoint.ts";
import { knownSockets, type Surroundings } from "./known-sockets.ts";

/** The engines that can be chosen here: Docker's contexts, and the usual sockets that are there. None is spoken to. */
export async function listEngineChoices(surroundings: Surroundings, status: EngineStatus): Promise<EngineChoice[]> {
  const contexts = await listDockerContexts(surroundings.env, surroundings.home);
  const sockets = await Promise.all(
    knownSockets(surroundings).map(async (known) => ((await isThere(known.address)) ? [known] : [])),
  );
  const found = [
    ...contexts.map(({ name, address, tls }) => ({
      ...{ value: `context:${name}`, name: `Docker context "${name}"`, address, tls },
    })),
    ...sockets.flat().map(({ product, address }) => ({ value: address, name: product, address, tls: null })),
  ];
  return found.map(({ tls, ...choice }) => {
    // A context with an address that is none can be listed, and be refused with a reason once it is chosen.
    const transport = tryTransport(choice.address, tls);
    return {
      ...choice,
      machine: transport && toMachine(transport),
      encryption: transport && toEncryption(transport),
      inUse: status.state === "available" && isSame(choice, status),
    };
  });
}

const isSame = (
  { name, address }: Pick<EngineChoice, "name" | "address">,
  status: Extract<EngineStatus, { state: "available" }>,
): boolean => status.address === address && (status.origin === name || !status.origin.startsWith("Docker context"));

async function isThere(address: string): Promise<boolean> {
  const path = address.replace(/^(unix|npipe):\/\//, "");
  return access(path).then(
    () => true,
    () => false,
  );
}

function tryTransport(...address: Parameters<typeof toTransport>): ReturnType<typeof toTransport> | null {
  try {
    return toTransport(...address);
  } catch {
    return null;
  }
}
