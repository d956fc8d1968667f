import { homedir } from "node:os";
import type { CommandInput, CommandName, CommandOutput } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";
import { type Core, createCore } from "../core/core.ts";
import { resolveHome } from "../core/store/home.ts";
import { DOCKERFILES } from "./dockerfiles.ts";
import { createNotices, findSettingsNotice } from "./notices.ts";
import { readVersion } from "./version.ts";

/** The core, as the command line uses it. */
export interface Session {
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Reply<CommandOutput<N>>>;
  events: Core["events"];
  bundles: Core["bundles"];
  /** Ends the core, then says on standard error what happened to history and settings meanwhile. */
  close(): Promise<void>;
}

/** Opens the core for a single command: nothing is kept warm. */
export async function openSession({ verbose }: { verbose: boolean }): Promise<Session> {
  const core = await createCore({
    home: resolveHome(process.env, process.platform, homedir()),
    dockerfiles: DOCKERFILES,
    poolSize: 0,
    version: readVersion(),
    log: (line, error) => {
      if (verbose) console.error(line, error ?? "");
    },
  });
  // Whoever types a command at a terminal may run programs on this machine anyway.
  const context = { source: "cli" as const, mayRunLocally: () => true, mayBuild: async () => true };
  const notices = createNotices((line) => void process.stderr.write(`${line}\n`));
  core.events.on("history.noticed", ({ message }) => notices.add(message));
  return {
    async call(name, input) {
      const reply = await core.dispatch(name, input, context);
      if (!reply.ok) notices.said(reply.error.message);
      return reply as never;
    },
    events: core.events,
    bundles: core.bundles,
    async close() {
      const notice = await findSettingsNotice(core, context);
      if (notice !== null) notices.add(notice);
      await core.close();
      notices.print();
    },
  };
}
