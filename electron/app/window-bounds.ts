export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowState {
  /** Where the window is while it is neither maximised nor full screen. */
  bounds: Rectangle;
  maximised: boolean;
}

export const MINIMUM_SIZE = { width: 800, height: 560 };
export const DEFAULT_SIZE = { width: 1280, height: 800 };

/** So much of the window's top edge must be on a display for the user to get hold of it. */
const GRIP = { width: 120, height: 32 };

/** Reads what was saved, which anybody may have edited. */
export function toWindowState(saved: unknown): WindowState | null {
  if (!isRecord(saved) || !isRecord(saved.bounds)) return null;
  const { x, y, width, height } = saved.bounds;
  if (!isCoordinate(x) || !isCoordinate(y) || !isCoordinate(width) || !isCoordinate(height)) return null;
  return { bounds: { x, y, width, height }, maximised: saved.maximised === true };
}

/**
 * The bounds for a new window: as it was left, unless the display that it was on is gone or has shrunk. `displays` are
 * work areas, the primary one first. Without `x` and `y` the system centres the window.
 */
export function fitWindow(
  state: WindowState | null,
  displays: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  const home = state && displays.find((display) => canBeGripped(state.bounds, display));
  const room = home ?? displays[0];
  const wanted = state?.bounds ?? DEFAULT_SIZE;
  const size = {
    width: clamp(wanted.width, MINIMUM_SIZE.width, room?.width ?? wanted.width),
    height: clamp(wanted.height, MINIMUM_SIZE.height, room?.height ?? wanted.height),
  };
  return home ? { ...size, x: state.bounds.x, y: state.bounds.y } : size;
}

function canBeGripped(window: Rectangle, display: Rectangle): boolean {
  const left = Math.max(window.x, display.x);
  const right = Math.min(window.x + window.width, display.x + display.width);
  const bottom = display.y + display.height;
  return right - left >= GRIP.width && window.y >= display.y && window.y + GRIP.height <= bottom;
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isCoordinate = (value: unknown): value is number => Number.isSafeInteger(value) && Math.abs(Number(value)) < 1e6;
