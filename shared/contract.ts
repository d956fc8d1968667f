import type * as z from "zod";
import { appCommands, appEvents } from "./contract/app.ts";
import { bundleCommands, bundleEvents } from "./contract/bundle.ts";
import { historyCommands, historyEvents } from "./contract/history.ts";
import { imageCommands, imageEvents } from "./contract/images.ts";
import { languageCommands, languageEvents } from "./contract/languages.ts";
import { monitorCommands, monitorEvents } from "./contract/monitor.ts";
import { runCommands, runEvents } from "./contract/runs.ts";
import { settingsCommands, settingsEvents } from "./contract/settings.ts";
import { windowCommands, windowEvents } from "./contract/window.ts";
import { workspaceCommands } from "./contract/workspace.ts";
import type { Reply } from "./errors.ts";

/** Every command: its name, what it takes and what it answers. Handlers, clients and transports get their types here. */
export const commands = {
  ...appCommands,
  ...runCommands,
  ...imageCommands,
  ...bundleCommands,
  ...languageCommands,
  ...monitorCommands,
  ...workspaceCommands,
  ...historyCommands,
  ...settingsCommands,
} as const;

export { windowCommands };

/** Every event: its name and its payload. */
export const events = {
  ...appEvents,
  ...runEvents,
  ...imageEvents,
  ...bundleEvents,
  ...languageEvents,
  ...monitorEvents,
  ...historyEvents,
  ...settingsEvents,
  ...windowEvents,
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]["input"]>;
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]["output"]>;
export type WindowCommandName = keyof typeof windowCommands;

const allCommands = { ...commands, ...windowCommands };
export type AnyCommandName = keyof typeof allCommands;
export type AnyCommandInput<N extends AnyCommandName> = z.input<(typeof allCommands)[N]["input"]>;
export type AnyCommandOutput<N extends AnyCommandName> = z.output<(typeof allCommands)[N]["output"]>;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;

/** What the window is built on. A transport is one of these; in Electron the preload script exposes exactly it. */
export interface Bridge {
  call<N extends AnyCommandName>(name: N, input: AnyCommandInput<N>): Promise<Reply<AnyCommandOutput<N>>>;
  /** Returns the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}
