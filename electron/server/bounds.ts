const MIB = 1024 * 1024;

/** What one client may take of the server. `…Ms` in milliseconds, `…Bytes` in bytes. */
export interface Bounds {
  /** A call's body: the largest program that any limit allows, escaped as JSON in the worst way. */
  bodyBytes: number;
  /** The window's calls: all drafts together. */
  windowBodyBytes: number;
  headerBytes: number;
  headers: number;
  /** Until a request's headers are complete. */
  headersMs: number;
  /** Until a request's body is complete. */
  requestMs: number;
  /** How long a connection may stay open without a request. */
  idleMs: number;
  /** Connections at one time; beyond, the one that has been idle the longest makes room. */
  connections: number;
  /** API calls with one token: on average, and at once. */
  callsPerMinute: number;
  callsAtOnce: number;
}

export const DEFAULT_BOUNDS: Bounds = {
  bodyBytes: 8 * MIB,
  windowBodyBytes: 64 * MIB,
  headerBytes: 16 * 1024,
  headers: 64,
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 15_000,
  connections: 512,
  callsPerMinute: 600,
  callsAtOnce: 100,
};
