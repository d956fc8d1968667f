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

/** What every response of the `app://` protocol carries, refusals too. */
export function securityHeaders(devServer: string | null = null): Record<string, string> {
  return {
    "content-security-policy": toHeader(devServer === null ? POLICY : developmentPolicy(devServer)),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}
