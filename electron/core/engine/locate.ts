import { access } from "node:fs/promises";
import type { EngineStatus } from "#shared/engine.ts";
import { connectEngine } from "./connect.ts";
import { currentContextName, dockerFolder, readDockerContext, readTlsFiles } from "./docker-context.ts";
import { type Endpoint, impliesTls, isRemote, toEncryption, toMachine, toTransport } from "./endpoint.ts";
import type { Engine } from "./engine.ts";
import { connectionCode, engineMessage } from "./engine-error.ts";
import { type Attempt, explainProblem, toAttemptDetail, toProblem } from "./explain.ts";
import { toRemoteTrouble } from "./explain-remote.ts";
import { installationTraces, knownSockets, type Surroundings } from "./known-sockets.ts";

/** The engine that was found, or what to tell the user. */
export type Located =
  | { engine: Engine; status: EngineStatus }
  /** `lasts`: it only goes away when somebody does something about it. */
  | { engine: null; status: EngineStatus; lasts: boolean };

const CONTEXT = /^context:(.+)$/;

/**
 * All places to look for an engine, in order: the address in the settings alone where there is one (`context:NAME` is
 * that of a Docker context), `DOCKER_HOST` alone where it is set, else the current Docker context, then the sockets of
 * the engines that people have. A context on another machine was chosen for that: it stands alone, too.
 * @throws SandpitError `invalid_input`, `not_found` where an address that was chosen leads nowhere.
 */
export async function candidateEndpoints(surroundings: Surroundings): Promise<Endpoint[]> {
  const { env, home, address } = surroundings;
  const [, named] = CONTEXT.exec(address ?? "") ?? [];
  if (named && named !== "default") return [await toContextEndpoint(surroundings, named)];
  if (address && !named) return [await toAddressEndpoint(surroundings, address)];
  // As in the Docker command line, a context in the environment comes before an address there.
  if (env.DOCKER_HOST && (named || !env.DOCKER_CONTEXT))
    return [await toAddressEndpoint(surroundings, env.DOCKER_HOST)];

  const current = named ? null : await currentContextName(env, home);
  const endpoints: Endpoint[] = [];
  if (current !== null) {
    const context = await toContextEndpoint(surroundings, current).catch((error: unknown) => {
      // One that `docker context use` has left behind is not what anybody means to use.
      if (env.DOCKER_CONTEXT) throw error;
      return null;
    });
    if (context && isRemote(context.transport)) return [context];
    if (context) endpoints.push(context);
  }
  for (const { product, address: socket } of knownSockets(surroundings)) {
    if (!endpoints.some((endpoint) => endpoint.address === socket)) {
      endpoints.push({ origin: product, address: socket, transport: toTransport(socket) });
    }
  }
  return endpoints;
}

/** An address that somebody gave. The files for TLS are where the Docker command line has them. */
async function toAddressEndpoint({ env, home, address: set }: Surroundings, address: string): Promise<Endpoint> {
  const isSecure = impliesTls(address) || (/^tcp:/.test(address) && Boolean(env.DOCKER_TLS_VERIFY || env.DOCKER_TLS));
  const tls = isSecure ? await readTlsFiles(env.DOCKER_CERT_PATH ?? dockerFolder(env, home)) : null;
  return { origin: chosenBy({ address: set }), address, transport: toTransport(address, tls) };
}

async function toContextEndpoint({ env, home }: Surroundings, name: string): Promise<Endpoint> {
  const { address, tls } = await readDockerContext(env, home, name);
  return { origin: `Docker context "${name}"`, address, transport: toTransport(address, tls) };
}

const chosenBy = ({ address }: Pick<Surroundings, "address">) => (address === undefined ? "DOCKER_HOST" : "Settings");

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
    const { address, env } = surroundings;
    const chosen = address ?? (env.DOCKER_CONTEXT ? `context:${env.DOCKER_CONTEXT}` : (env.DOCKER_HOST ?? ""));
    failed(
      { origin: env.DOCKER_CONTEXT && !address ? "DOCKER_CONTEXT" : chosenBy(surroundings), address: chosen },
      true,
      error,
    );
  }
  for (const endpoint of endpoints) {
    try {
      const engine = await connectEngine(endpoint, surroundings);
      const { origin, address } = endpoint;
      const place = { machine: toMachine(endpoint.transport), encryption: toEncryption(endpoint.transport) };
      return { engine, status: { state: "available", ...engine.identity, origin, address, ...place } };
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
    lasts: attempts.some(({ code }) => toRemoteTrouble(code)?.lasts),
  };
}

async function isInstalled(surroundings: Surroundings): Promise<boolean> {
  const found = await Promise.allSettled(installationTraces(surroundings).map((path) => access(path)));
  return found.some(({ status }) => status === "fulfilled");
}
