import { useEffect, useState } from "react";
import type { BundleProgress } from "#shared/bundle.ts";
import { useSession } from "../session/use-session.ts";

/** How far the bundle is that is being written or read. */
export function useBundleProgress(): BundleProgress | null {
  const { bridge } = useSession();
  const [progress, setProgress] = useState<BundleProgress | null>(null);
  useEffect(() => bridge.on("bundle.progressed", setProgress), [bridge]);
  return progress;
}
