import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import type { CommandInput, CommandName, CommandOutput } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";
import { type Core, createCore } from "../core/core.ts";
import { resolveHome } from "../core/store/home.ts";
import { readVersion } from "./version.ts";

/** The core, as the command line uses it. */
export interface Session {
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Reply<CommandOutput<N>>>;
  events: Core["events"];
  bundles: Core["bundles"];
  close(): Promise<void>;
}

/** Opens the core for a single command: nothing is kept warm. */
export async function openSession({ verbose }: { verbose: boolean }): Promise<Session> {
  const core = await createCore({
    home: resolveHome(process.env, process.platform, homedir()),
    dockerfiles: fileURLToPath(new URL("../../dockerfiles", import.meta.url)),
    poolSize: 0,
    version: readVersion(),
    log: (line, error) => {
      if (verbose) console.error(line, error ?? "");
    },
  });
  // Whoever types a command at a terminal may run programs on this machine anyway.
  const context = { source: "cli" as const, mayRunLocally: () => true, mayBuild: async () => true };
  return {
    call: (name, input) => core.dispatch(name, input, context) as never,
    events: core.events,
    bundles: core.bundles,
    close: core.close,
  };
}
