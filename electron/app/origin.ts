/** The page is served under a scheme of its own, so that it has an origin that no website and no file can share. */
export const APP_SCHEME = "app";
export const APP_HOST = "sandpit";
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const START_URL = `${APP_ORIGIN}/index.html`;
