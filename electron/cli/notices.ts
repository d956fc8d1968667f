import type { Core } from "../core/core.ts";
import type { CommandContext } from "../core/dispatcher.ts";

export interface Notices {
  /** Holds what the user had better know, to be said once. */
  add(message: string): void;
  /** This was said already, as the command's own failure. */
  said(message: string): void;
  /** Says, on standard error, what was held and has not been said. */
  print(): void;
}

/** What happens to history and settings beside a command: said once each, where it can spoil no output. */
export function createNotices(print: (line: string) => void): Notices {
  const held = new Set<string>();
  const said: string[] = [];
  return {
    add: (message) => void held.add(message),
    said: (message) => void said.push(message),
    print() {
      for (const message of held) {
        if (!said.some((text) => text.includes(message))) print(`sandpit: ${message}`);
        said.push(message);
      }
      held.clear();
    },
  };
}

/** What the settings file has to say, if anything: that it was damaged, or not all of it can be used. */
export async function findSettingsNotice(
  core: Pick<Core, "dispatch">,
  context: CommandContext,
): Promise<string | null> {
  const reply = await core.dispatch("settings.list", {}, context);
  return reply.ok ? (reply.value as { notice: string | null }).notice : null;
}
