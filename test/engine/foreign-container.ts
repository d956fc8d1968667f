import type { Engine } from "../../electron/core/engine/engine.ts";
import { locateEngine } from "../../electron/core/engine/locate.ts";

/** The engine itself, to do behind Sandpit's back what others do. */
export async function openEngine(host = process.env.DOCKER_HOST): Promise<Engine> {
  const { engine } = await locateEngine({
    platform: process.platform,
    env: { ...process.env, ...(host && { DOCKER_HOST: host }) },
    home: "/nowhere",
    uid: process.getuid?.() ?? null,
  });
  if (!engine) throw new Error("the engine went away");
  return engine;
}

/** A running container that is not Sandpit's. */
export async function startForeign(
  engine: Engine,
  image: string,
  { command = ["sleep", "120"], labels = {} }: { command?: string[]; labels?: Record<string, string> } = {},
): Promise<string> {
  // A container of others has none of our options.
  const spec = { Image: image, Cmd: command, Labels: labels, HostConfig: { NetworkMode: "none" } };
  const id = await engine.createContainer(spec as never);
  await engine.start(id);
  return id;
}
