import type { HistoryService, ServiceOptions } from "./history-service.ts";

/** What the store's thread or process is started with. `instances`: where the processes of the installation are registered. */
export type StoreStart = Omit<ServiceOptions, "onNotice" | "isAlive"> & { instances: string };

export type StoreMethod = keyof HistoryService;
export type StoreArguments<M extends StoreMethod> = Parameters<HistoryService[M]>;
export type StoreAnswer<M extends StoreMethod> = ReturnType<HistoryService[M]>;

/** To the store: open the database, or answer a call. They are answered in the order in which they come. */
export type StoreRequest = { id: number; open: StoreStart } | { id: number; method: StoreMethod; args: unknown[] };

/** From the store. `sqlite` is SQLite's primary result code, 0 where it was something else. */
export type StoreReply =
  | { id: number; value: unknown }
  | { id: number; error: { message: string; sqlite: number; isNewer: boolean } }
  | { notice: string };
