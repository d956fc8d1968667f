import { access } from "node:fs/promises";
import { join } from "node:path";
import type { EngineStatus } from "#shared/engine.ts";
import { connectEngine } from "./connect.ts";
import { readDockerContext, readTlsFiles } from "./docker-context.ts";
import { type Endpoint, isRemote, toTransport } from "./endpoint.ts";
import type { Engine } from "./engine.ts";
import { connectionCode, engineMessage } from "./engine-error.ts";
import { type Attempt, explainProblem, toAttemptDetail, toProblem } from "./explain.ts";
import { installationTraces, knownSockets, type Surroundings } from "./known-sockets.ts";

/** The engine that was found, or what to tell the user. */
export type Located = { engine: Engine; status: EngineStatus } | { engine: null; status: EngineStatus };

/**
 * All places to look for an engine, in order: the address in the settings alone where there is one, `DOCKER_HOST` alone
 * where it is set (the user chose it), else the current
 * Docker context, then the sockets of the engines that people have.
 * @throws SandpitError `invalid_input` where `DOCKER_HOST` is malformed.
 */
export async function candidateEndpoints(surroundings: Surroundings): Promise<Endpoint[]> {
  const { env, home } = surroundings;
  const chosen = surroundings.address ?? env.DOCKER_HOST;
  if (chosen) {
    const secure = Boolean(env.DOCKER_TLS_VERIFY) || Boolean(env.DOCKER_TLS);
    const tls = secure ? await readTlsFiles(env.DOCKER_CERT_PATH ?? join(home, ".docker")) : null;
    return [{ origin: chosenBy(surroundings), address: chosen, transport: toTransport(chosen, tls) }];
  }
  const context = await readDockerContext(env, home);
  const endpoints = context
    ? [
        {
          origin: `Docker context "${context.name}"`,
          address: context.address,
          transport: toTransport(context.address, context.tls),
        },
      ]
    : [];
  for (const { product, address } of knownSockets(surroundings)) {
    if (!endpoints.some((endpoint) => endpoint.address === address)) {
      endpoints.push({ origin: product, address, transport: toTransport(address) });
    }
  }
  return endpoints;
}

const chosenBy = ({ address }: Surroundings) => (address === undefined ? "DOCKER_HOST" : "Settings");

/** Finds the first engine that answers. Never throws: without one, the status says why and what to do. */
export async function locateEngine(surroundings: Surroundings): Promise<Located> {
  const attempts: Attempt[] = [];
  const failed = (endpoint: Pick<Endpoint, "origin" | "address">, remote: boolean, error: unknown) => {
    const code = connectionCode(error);
    const detail = toAttemptDetail(code, engineMessage(error));
    attempts.push({ origin: endpoint.origin, address: endpoint.address, remote, code, detail });
  };

  let endpoints: Endpoint[] = [];
  try {
    endpoints = await candidateEndpoints(surroundings);
  } catch (error) {
    const address = surroundings.address ?? surroundings.env.DOCKER_HOST ?? "";
    failed({ origin: chosenBy(surroundings), address }, true, error);
  }
  for (const endpoint of endpoints) {
    try {
      const engine = await connectEngine(endpoint);
      const { origin, address } = endpoint;
      return { engine, status: { state: "available", ...engine.identity, origin, address } };
    } catch (error) {
      failed(endpoint, isRemote(endpoint.transport), error);
    }
  }
  const problem = toProblem(attempts, await isInstalled(surroundings));
  const reported = attempts.map(({ origin, address, detail }) => ({ origin, address, detail }));
  return {
    engine: null,
    status: {
      state: "unavailable",
      problem,
      ...explainProblem(problem, surroundings.platform, attempts),
      attempts: reported,
    },
  };
}

async function isInstalled(surroundings: Surroundings): Promise<boolean> {
  const found = await Promise.allSettled(installationTraces(surroundings).map((path) => access(path)));
  return found.some(({ status }) => status === "fulfilled");
}
