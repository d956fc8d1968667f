import { ShieldOff } from "lucide-react";
import { useStore } from "zustand";
import { useObstacle } from "../run/use-obstacle.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import type { StatusState } from "./status-state.ts";

function toWhyInsecure({ status, wasIsolated }: StatusState): string {
  if (status?.backendPolicy === "local") return "The settings say so. ";
  return wasIsolated ? "The container engine has gone away. " : "";
}

/** Stands above everything while programs would not be isolated, and cannot be put away. */
export function InsecureBanner() {
  const { stores, isolation } = useSession();
  const why = useStore(stores.status, toWhyInsecure);
  const checking = useStore(stores.status, (state) => state.checking);
  const engineIsMissing = useStore(stores.status, ({ status }) => status?.engine.state === "unavailable");
  // The card that explains the missing engine has the same button.
  const isExplained = useObstacle() === "engine";
  return (
    <div className="insecure-banner" role="alert">
      <ShieldOff className="insecure-banner__icon" size={20} aria-hidden />
      <p className="insecure-banner__text">
        <strong>Not isolated.</strong> {why}Programs run directly on this computer and can read and change your files.
      </p>
      {engineIsMissing && !isExplained && (
        <Button size="small" disabled={checking} onClick={() => void isolation.check()}>
          {checking ? "Looking…" : "Look for the engine again"}
        </Button>
      )}
    </div>
  );
}
