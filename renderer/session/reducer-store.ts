import { createStore, type StoreApi } from "zustand/vanilla";

/** A store whose state changes only through its reducer, so that every change can be tested as a plain function. */
export interface ReducerStore<S, A> extends Pick<StoreApi<S>, "getState" | "getInitialState" | "subscribe"> {
  dispatch(action: A): void;
}

/** Puts a store around a pure reducer. */
export function createReducerStore<S extends object, A>(
  reduce: (state: S, action: A) => S,
  initial: S,
): ReducerStore<S, A> {
  const store = createStore<S>(() => initial);
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    dispatch: (action) => store.setState((state) => reduce(state, action), true),
  };
}
