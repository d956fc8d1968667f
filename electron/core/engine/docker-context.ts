import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { TlsFiles } from "./endpoint.ts";

const configSchema = z.object({ currentContext: z.string().optional() });
const metaSchema = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/** A named engine of the Docker command line. */
export interface DockerContext {
  name: string;
  address: string;
  tls: TlsFiles | null;
}

/**
 * Reads the Docker context that is in use: `DOCKER_CONTEXT`, else the one chosen with `docker context use`. `null` where
 * it is the default one, or its files cannot be read.
 * Layout: https://docs.docker.com/engine/manage-resources/contexts/ (folders are named by the SHA-256 of the name).
 */
export async function readDockerContext(env: NodeJS.ProcessEnv, home: string): Promise<DockerContext | null> {
  const folder = env.DOCKER_CONFIG ?? join(home, ".docker");
  try {
    const name =
      env.DOCKER_CONTEXT ??
      configSchema.parse(JSON.parse(await readFile(join(folder, "config.json"), "utf8"))).currentContext;
    if (!name || name === "default") return null;
    const key = createHash("sha256").update(name).digest("hex");
    const meta = metaSchema.parse(JSON.parse(await readFile(join(folder, "contexts/meta", key, "meta.json"), "utf8")));
    return {
      name,
      address: meta.Endpoints.docker.Host,
      tls: await readTlsFiles(join(folder, "contexts/tls", key, "docker")),
    };
  } catch {
    return null;
  }
}

/** Reads `ca.pem`, `cert.pem` and `key.pem`; `null` where they are not all there. */
export async function readTlsFiles(folder: string): Promise<TlsFiles | null> {
  try {
    const [ca, cert, key] = await Promise.all(
      ["ca.pem", "cert.pem", "key.pem"].map((name) => readFile(join(folder, name))),
    );
    return ca && cert && key ? { ca, cert, key } : null;
  } catch {
    return null;
  }
}
