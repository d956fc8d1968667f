import type { EventName, EventPayload } from "#shared/contract.ts";

type Listener = (payload: never) => void;

/** Who listens to what. */
export interface Listeners {
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** What came from the server, whose events are those of the contract. */
  relay(name: string, payload: unknown): void;
}

export function createListeners(): Listeners {
  const byName = new Map<string, Set<Listener>>();
  const relay = (name: string, payload: unknown): void => {
    for (const listener of [...(byName.get(name) ?? [])]) listener(payload as never);
  };
  return {
    on(name, listener) {
      // Subscribing twice with one function is two subscriptions.
      const subscribed: Listener = (payload) => listener(payload);
      const heardBy = byName.get(name) ?? new Set();
      byName.set(name, heardBy.add(subscribed));
      return () => void heardBy.delete(subscribed);
    },
    emit: relay,
    relay,
  };
}
