import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { Agent, type ClientRequest } from "node:http";
import type { Duplex } from "node:stream";
import type { SshTransport } from "../endpoint.ts";
import { toControlPath, toSshArguments } from "./ssh-arguments.ts";
import { SshConnection } from "./ssh-connection.ts";

export interface SshAgentOptions {
  transport: SshTransport;
  /** Where connections to the same machine meet: a folder that nobody else can write. `null`: they do not. */
  controlFolder: string | null;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
}

/** How long a connection waits for its next use. */
const IDLE_MS = 30_000;
/** Servers allow ten sessions on one connection, as they come; more share another handshake. */
const SESSIONS_A_SLOT = 8;

/**
 * Connects HTTP to an engine on another machine through the system's `ssh`. Each connection is a process; those to the
 * same machine share handshakes, so that another one takes milliseconds.
 */
export class SshAgent extends Agent {
  readonly #options: SshAgentOptions;
  readonly #open = new Map<SshConnection, number>();
  readonly #idle = new WeakMap<Duplex, NodeJS.Timeout>();

  constructor(options: SshAgentOptions) {
    super({ keepAlive: true });
    this.#options = options;
    if (options.controlFolder !== null) mkdirSync(options.controlFolder, { recursive: true, mode: 0o700 });
  }

  override createConnection(): Duplex {
    const { transport, controlFolder, platform, env } = this.#options;
    const slot = this.#freeSlot();
    const path = controlFolder === null ? null : toControlPath(transport, controlFolder, slot, platform);
    const child = spawn("ssh", toSshArguments(transport, path), {
      ...{ env, stdio: ["pipe", "pipe", "pipe"], windowsHide: true },
    });
    const connection = new SshConnection(child);
    this.#open.set(connection, slot);
    connection.once("close", () => this.#open.delete(connection));
    return connection;
  }

  #freeSlot(): number {
    const taken = [...this.#open.values()];
    for (let slot = 0; ; slot += 1) {
      if (taken.filter((other) => other === slot).length < SESSIONS_A_SLOT) return slot;
    }
  }

  override keepSocketAlive(socket: Duplex): boolean {
    if (!socket.writable || !socket.readable) return false;
    super.keepSocketAlive(socket);
    const timer = setTimeout(() => socket.destroy(), IDLE_MS).unref();
    this.#idle.set(socket, timer);
    return true;
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    clearTimeout(this.#idle.get(socket));
    super.reuseSocket(socket, request);
  }
}
