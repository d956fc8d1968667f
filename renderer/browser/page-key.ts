const STORED_AS = "sandpit-page";

/**
 * The key that the link brought along, as the address's fragment, which no server and no other page gets to see. It is
 * kept for the next reload, and taken out of the address.
 */
export function takePageKey({ location, history, localStorage }: Window): string {
  const brought = /^#page=([\w-]+)$/.exec(location.hash)?.[1];
  if (brought !== undefined) {
    localStorage.setItem(STORED_AS, brought);
    history.replaceState(null, "", location.pathname);
  }
  return brought ?? localStorage.getItem(STORED_AS) ?? "";
}
