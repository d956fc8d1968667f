import type { EventName, EventPayload } from "#shared/contract.ts";

export interface EventBus {
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Returns the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** Every event, for transports. */
  onAny(listener: (name: EventName, payload: unknown) => void): () => void;
}

/** Delivers events in the order in which they happen. A listener that throws is logged and harms no other. */
export function createEventBus(log: (line: string, error?: unknown) => void): EventBus {
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  const onAny = (listener: (name: EventName, payload: unknown) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    emit(name, payload) {
      for (const listener of [...listeners]) {
        try {
          listener(name, payload);
        } catch (error) {
          log(`A listener of ${name} failed`, error);
        }
      }
    },
    on<N extends EventName>(wanted: N, listener: (payload: EventPayload<N>) => void) {
      return onAny((name, payload) => name === wanted && listener(payload as EventPayload<N>));
    },
    onAny,
  };
}
