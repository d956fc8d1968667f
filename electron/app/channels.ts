/** From the page: a command and its input. Answers a `Reply`. */
export const CALL_CHANNEL = "sandpit:call";
/** To the page: an event and its payload. */
export const EVENT_CHANNEL = "sandpit:event";
/** From the preload script, never from the page: the paths of files that the user dropped on the window. */
export const DROP_CHANNEL = "sandpit:drop";
