import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { SandpitError } from "#shared/errors.ts";
import { impliesTls, type TlsFiles } from "./endpoint.ts";

const configSchema = z.object({ currentContext: z.string().optional() });
const metaSchema = z.object({ Name: z.string(), Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/** A named engine of the Docker command line. */
export interface DockerContext {
  name: string;
  address: string;
  tls: TlsFiles | null;
}

/** Where the Docker command line keeps its settings. */
export const dockerFolder = (env: NodeJS.ProcessEnv, home: string): string =>
  env.DOCKER_CONFIG ?? join(home, ".docker");

/**
 * The name of the Docker context in use: `DOCKER_CONTEXT`, else the one chosen with `docker context use`. `null` where
 * it is the default one, which is no context but this computer's own engine.
 */
export async function currentContextName(env: NodeJS.ProcessEnv, home: string): Promise<string | null> {
  if (env.DOCKER_CONTEXT) return env.DOCKER_CONTEXT === "default" ? null : env.DOCKER_CONTEXT;
  try {
    const config = JSON.parse(await readFile(join(dockerFolder(env, home), "config.json"), "utf8"));
    const { currentContext } = configSchema.parse(config);
    return !currentContext || currentContext === "default" ? null : currentContext;
  } catch {
    return null;
  }
}

/**
 * Reads a Docker context.
 * Layout: https://docs.docker.com/engine/manage-resources/contexts/ (folders are named by the SHA-256 of the name).
 * @throws SandpitError `not_found` where there is none of this name.
 */
export async function readDockerContext(env: NodeJS.ProcessEnv, home: string, name: string): Promise<DockerContext> {
  const context = await readByKey(dockerFolder(env, home), createHash("sha256").update(name).digest("hex"));
  if (context) return context;
  const known = (await listDockerContexts(env, home)).map((other) => other.name).join(", ");
  throw new SandpitError(
    "not_found",
    `There is no Docker context named "${name}" that could be read. ${known ? `There are: ${known}.` : "`docker context create` makes one."}`,
  );
}

/** All Docker contexts but the default one, by name. Those that cannot be read are left out. */
export async function listDockerContexts(env: NodeJS.ProcessEnv, home: string): Promise<DockerContext[]> {
  const folder = dockerFolder(env, home);
  const keys = await readdir(join(folder, "contexts/meta")).catch(() => []);
  const found = await Promise.all(keys.map((key) => readByKey(folder, key).catch(() => null)));
  return found.filter((context) => context !== null).sort((a, b) => a.name.localeCompare(b.name));
}

async function readByKey(folder: string, key: string): Promise<DockerContext | null> {
  let meta: z.output<typeof metaSchema>;
  try {
    meta = metaSchema.parse(JSON.parse(await readFile(join(folder, "contexts/meta", key, "meta.json"), "utf8")));
  } catch {
    return null;
  }
  const address = meta.Endpoints.docker.Host;
  const tls = await readTlsFiles(join(folder, "contexts/tls", key, "docker"));
  const hasAny = Boolean(tls.ca ?? tls.cert);
  return { name: meta.Name, address, tls: hasAny || impliesTls(address) ? tls : null };
}

/**
 * Reads `ca.pem`, `cert.pem` and `key.pem`, as far as they are there.
 * @throws SandpitError `invalid_input` where one that is there cannot be read, or the key of a certificate is missing.
 */
export async function readTlsFiles(folder: string): Promise<TlsFiles> {
  const read = async (name: string): Promise<Buffer | undefined> => {
    try {
      return await readFile(join(folder, name));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw new SandpitError("invalid_input", `${join(folder, name)} cannot be read. See whether it is yours.`, {
        cause: error,
      });
    }
  };
  const [ca, cert, key] = await Promise.all(["ca.pem", "cert.pem", "key.pem"].map(read));
  if (Boolean(cert) !== Boolean(key)) {
    const [there, missing] = cert ? ["cert.pem", "key.pem"] : ["key.pem", "cert.pem"];
    throw new SandpitError("invalid_input", `${folder} has ${there} but no ${missing}. Put both there.`);
  }
  return { folder, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}
