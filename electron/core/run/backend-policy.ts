import type { EngineStatus } from "#shared/engine.ts";
import { SandpitError } from "#shared/errors.ts";
import type { Backend, BackendPolicy } from "#shared/run.ts";

/** What decides where a program may run. */
export interface BackendQuestion {
  /** The setting in force. */
  policy: BackendPolicy;
  /** What the run asked for; it can narrow the policy, never widen it. */
  asked: BackendPolicy;
  /** Why nothing may run without isolation on this machine, whatever else is said; `null` where it may. */
  forbidsLocal: string | null;
  engine: EngineStatus;
  /** Whether the user has agreed to runs without isolation. */
  mayRunLocally: boolean;
}

/**
 * Decides where a program runs. An engine that is there is always preferred; the local backend needs the policy's and
 * the user's leave.
 * @throws SandpitError `policy_forbids` or `docker_unavailable`, with what to do.
 */
export function chooseBackend({ policy, asked, forbidsLocal, engine, mayRunLocally }: BackendQuestion): Backend {
  if (forbidsLocal !== null && asked === "local") throw new SandpitError("policy_forbids", forbidsLocal);
  if (policy !== "auto" && asked !== "auto" && policy !== asked) {
    throw new SandpitError(
      "policy_forbids",
      `Programs may only run with the backend "${policy}" here, not with "${asked}". Change the setting, or run it with that.`,
    );
  }
  const wanted = policy === "auto" ? asked : policy;
  const isolated = engine.state === "available";
  if (wanted === "docker" || (wanted === "auto" && isolated)) {
    if (isolated) return "docker";
    throw new SandpitError("docker_unavailable", `${engine.message} ${engine.remedy}`, {
      details: { problem: engine.problem },
    });
  }
  if (forbidsLocal !== null) throw new SandpitError("policy_forbids", forbidsLocal);
  if (!mayRunLocally) {
    throw new SandpitError(
      "policy_forbids",
      "Running without isolation has not been allowed. Allow it first, or start Docker.",
    );
  }
  return "local";
}
