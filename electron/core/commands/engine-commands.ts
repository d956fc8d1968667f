import type { HandlersFor } from "../dispatcher.ts";
import { listEngineChoices } from "../engine/engine-choices.ts";
import type { Surroundings } from "../engine/known-sockets.ts";
import type { EngineKeeper } from "../engine-keeper.ts";

/** An odd number, so that one that had to wait changes nothing. */
const PINGS = 5;

/** The engine: which one, how far away, and what others there are. */
export function createEngineCommands({
  keeper,
  surroundings,
}: {
  keeper: EngineKeeper;
  surroundings: Surroundings;
}): HandlersFor<"engine.check" | "engine.latency" | "engine.choices"> {
  return {
    "engine.check": async () => (await keeper.check()).status,
    async "engine.latency"() {
      const engine = await keeper.require();
      // The first may have to connect.
      await engine.ping();
      const times: number[] = [];
      for (let asked = 0; asked < PINGS; asked += 1) times.push(await engine.ping());
      return { medianMs: times.sort((a, b) => a - b)[Math.floor(PINGS / 2)] ?? 0 };
    },
    async "engine.choices"() {
      const { status } = await keeper.located();
      return { engines: await listEngineChoices(surroundings, status) };
    },
  };
}
