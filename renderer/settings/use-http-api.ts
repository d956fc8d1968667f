import { useCallback, useEffect, useState } from "react";
import type { HttpStatus } from "#shared/http-api.ts";
import { useSession } from "../session/use-session.ts";

/** The HTTP API as the panel shows it. */
export interface HttpApi {
  /** `null` until the host has answered. */
  status: HttpStatus | null;
  /** `null` while it is hidden. */
  token: string | null;
  /** Shows the token, or hides it. */
  toggleToken(): Promise<void>;
  /** Puts what is made of the token on the clipboard; it need not be shown for that. */
  copy(toText: (token: string) => string, done: string): Promise<void>;
  revoke(): Promise<void>;
  openDocs(): Promise<void>;
}

/** Follows the HTTP API while the component is shown. */
export function useHttpApi(): HttpApi {
  const { bridge, call, stores } = useSession();
  const [status, setStatus] = useState<HttpStatus | null>(null);
  const [token, setToken] = useState<string | null>(null);
  const { notices } = stores;

  const look = useCallback(async () => {
    const reply = await call("http.status", {});
    if (reply.ok) setStatus(reply.value);
    else setStatus({ state: "failed", address: null, isHealthy: false, message: reply.error.message });
  }, [call]);
  useEffect(() => {
    void look();
    const ends = [
      bridge.on("http.changed", setStatus),
      // In a browser the server is there anyway; what changes is whether it answers the API.
      bridge.on("settings.changed", ({ entries }) => {
        if (entries.some(({ key }) => key.startsWith("http."))) void look();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [bridge, look]);

  const say = (tone: "neutral" | "attention", text: string) =>
    notices.dispatch({ type: "shown", notice: { tone, text } });
  const ask = async (): Promise<string | null> => {
    const reply = await call("http.token", {});
    if (reply.ok) return reply.value.token;
    say("attention", reply.error.message);
    return null;
  };
  return {
    status,
    token,
    toggleToken: async () => setToken(token === null ? await ask() : null),
    async copy(toText, done) {
      const secret = token ?? (await ask());
      if (secret === null) return;
      const reply = await call("app.copyText", { text: toText(secret) });
      say(reply.ok ? "neutral" : "attention", reply.ok ? done : reply.error.message);
    },
    async revoke() {
      const reply = await call("http.revokeToken", {});
      if (!reply.ok) return say("attention", reply.error.message);
      if (token !== null) setToken(reply.value.token);
      say("neutral", "There is a new token. The one before opens nothing any more.");
    },
    async openDocs() {
      const reply = await call("http.openDocs", {});
      if (!reply.ok) say("attention", reply.error.message);
    },
  };
}
