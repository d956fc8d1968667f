const POLICY = {
  "default-src": "'none'",
  "script-src": "'self'",
  // The editor writes its style rules while it runs.
  "style-src": "'self' 'unsafe-inline'",
  "font-src": "'self'",
  "img-src": "'self' data:",
  "connect-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** The development server puts a script into the page and speaks to it over a socket. */
const developmentPolicy = (devServer: string): typeof POLICY => ({
  ...POLICY,
  "script-src": "'self' 'unsafe-inline'",
  "connect-src": `'self' ${devServer} ${devServer.replace("http:", "ws:")}`,
});

const toHeader = (policy: Record<string, string>): string =>
  Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");

/** What every response to a page carries, refusals too; `devServer` is where its scripts come from in development. */
export const securityHeaders = (devServer: string | null = null): Record<string, string> =>
  toHeaders(devServer === null ? POLICY : developmentPolicy(devServer));

/**
 * The same for a page in a browser, where other pages could open it. The application's window opens nothing and is opened
 * by nothing; there the header would only have Chromium start a second process for the page at each launch.
 */
export const browserHeaders = (): Record<string, string> => ({ ...securityHeaders(), ...OWN_WINDOW });

const OWN_WINDOW = { "cross-origin-opener-policy": "same-origin" };

/**
 * For a page that is only read and answered: no script at all, and its form goes nowhere but back. The server is told
 * that it was this page which sent it; with `no-referrer` it would not be.
 */
export const formHeaders = (): Record<string, string> => ({
  ...toHeaders({ ...POLICY, "script-src": "'none'", "connect-src": "'none'", "form-action": "'self'" }),
  ...OWN_WINDOW,
  "referrer-policy": "same-origin",
});

function toHeaders(policy: typeof POLICY): Record<string, string> {
  return {
    "content-security-policy": toHeader(policy),
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}
