import { SandpitError } from "#shared/errors.ts";
import type { Engine } from "./engine/engine.ts";
import { createEngineSession, type EngineSessionOptions } from "./engine/engine-session.ts";
import type { Located } from "./engine/locate.ts";
import type { EngineRoom } from "./engine-room.ts";

export interface EngineKeeperOptions extends Pick<EngineSessionOptions, "surroundings" | "watch"> {
  /** Sets up what belongs to an engine. */
  openRoom: (engine: Engine) => EngineRoom;
  /** Called after the room of the new engine is there. */
  onChanged: (located: Located) => void;
  log: (line: string, error?: unknown) => void;
}

/** The engine in use, and the room on it. */
export interface EngineKeeper {
  located(): Promise<Located>;
  /** Looks again, now. */
  check(): Promise<Located>;
  /** @throws SandpitError `docker_unavailable`, with what to do about it. */
  require(): Promise<Engine>;
  /** What is set up on the engine; `null` before the first look and where there is no engine. */
  room(): EngineRoom | null;
  /** Stops the watch at once; `closeRooms` has the sandboxes removed. */
  close(): void;
  closeRooms(): Promise<void>;
}

/** Keeps one engine, with a room on it that comes and goes with the engine. */
export function createEngineKeeper({
  surroundings,
  watch,
  openRoom,
  onChanged,
  log,
}: EngineKeeperOptions): EngineKeeper {
  let room: EngineRoom | null = null;
  const leaving = new Set<Promise<void>>();
  const leaveRoom = () => {
    if (!room) return;
    const closing = room.close().catch((error) => log("The engine's sandboxes could not be removed", error));
    leaving.add(closing);
    void closing.finally(() => {
      leaving.delete(closing);
      // What could not be removed while the engine was away can be now, if it is back already.
      room?.sweep();
    });
    room = null;
  };
  const session = createEngineSession({
    surroundings,
    watch,
    onChanged(located) {
      leaveRoom();
      if (located.engine) room = openRoom(located.engine);
      onChanged(located);
    },
    // A loss that was over before anybody saw it: what could not be removed in it is removed now.
    onRegained: () => room?.sweep(),
  });
  return {
    located: session.located,
    check: session.check,
    async require() {
      const { engine, status } = await session.located();
      if (engine) return engine;
      const message = status.state === "unavailable" ? `${status.message} ${status.remedy}` : "No engine was found.";
      throw new SandpitError("docker_unavailable", message);
    },
    room: () => room,
    close: session.close,
    async closeRooms() {
      leaveRoom();
      await Promise.all(leaving);
    },
  };
}
