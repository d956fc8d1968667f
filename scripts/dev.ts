import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { build, createServer, type Plugin } from "vite";
import { findElectron } from "./electron-binary.ts";
import { displayProblem, launch } from "./launch.ts";
import { CONFIGS } from "./layout.ts";

const SETTLED_AFTER_MS = 300;

/**
 * `npm run dev`: the page reloads as one types, and the application restarts when its own code changes. The page keeps
 * its address, `app://sandpit`; the application fetches it from the development server.
 */
async function develop(): Promise<void> {
  const electron = await findElectron();
  const problem = "problem" in electron ? electron.problem : displayProblem(process.platform, process.env);
  if ("problem" in electron || problem !== null) {
    console.error(problem);
    process.exitCode = 1;
    return;
  }
  const address = await servePage();
  let child: ChildProcess | null = null;
  let restarting = Promise.resolve();

  const restart = async (): Promise<void> => {
    if (child) {
      child.removeAllListeners("exit");
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
    child = launch(electron.path, process.argv.slice(2), { ...process.env, SANDPIT_DEV_SERVER: address });
    child.once("exit", (code) => process.exit(code ?? 1));
  };
  let soon: NodeJS.Timeout | undefined;
  // Saving several files at once is several builds, and one restart.
  const built = (): void => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      restarting = restarting.then(restart);
    }, SETTLED_AFTER_MS);
  };
  await build({ configFile: CONFIGS.history, logLevel: "warn", build: { watch: {} } });
  await build({ configFile: CONFIGS.preload, logLevel: "warn", build: { watch: {} } });
  await build({
    configFile: CONFIGS.main,
    logLevel: "warn",
    build: { watch: {}, emptyOutDir: false },
    plugins: [whenBuilt(built)],
  });
}

/** Serves the page on this machine only, and answers its address. */
async function servePage(): Promise<string> {
  const host = "127.0.0.1";
  const port = await findFreePort(host);
  const server = await createServer({
    configFile: CONFIGS.renderer,
    // The page's address tells nothing of the server's, so the socket for reloading must be named, with its port.
    server: { host, port, strictPort: true, hmr: { protocol: "ws", host, clientPort: port } },
  });
  await server.listen();
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error("The development server has no address.");
  return new URL(address).origin;
}

/** A port that nobody listens on, as the system chooses it. */
async function findFreePort(host: string): Promise<number> {
  const probe = createNetServer().listen(0, host);
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** Calls `then` after every build that succeeded. */
function whenBuilt(then: () => void): Plugin {
  return {
    name: "sandpit:when-built",
    writeBundle: then,
  };
}

await develop();
