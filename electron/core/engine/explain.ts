import type { EngineProblem } from "#shared/engine.ts";
import { toRemoteTrouble } from "./explain-remote.ts";

/** One place that was looked at, and why no engine answered there. */
export interface Attempt {
  origin: string;
  address: string;
  remote: boolean;
  /** The system's error code, such as `ECONNREFUSED`, or `HTTP` where something answered that is no engine. */
  code: string;
  detail: string;
}

/** Says in words why an attempt failed. */
export function toAttemptDetail(code: string, message: string): string {
  const known: Record<string, string> = {
    ENOENT: "no socket there",
    ECONNREFUSED: "nothing listens there",
    EACCES: "permission denied",
    EPERM: "permission denied",
    ETIMEDOUT: "no answer in time",
    ENOTFOUND: "the host name is not known",
    EAI_AGAIN: "the host name cannot be looked up",
    EPROTO: "it does not speak the TLS that is expected there",
    EHOSTUNREACH: "the host cannot be reached",
    ENETUNREACH: "the network cannot be reached",
    ECONNRESET: "the connection was closed",
  };
  return known[code] ?? toRemoteTrouble(code)?.detail ?? message;
}

/**
 * Finds the one problem that the user should solve. A refused permission beats all others (an engine is there); then a
 * remote engine, because the user chose it; then an installed one that does not run.
 */
export function toProblem(attempts: readonly Attempt[], installed: boolean): EngineProblem {
  if (attempts.some(({ code }) => code === "EACCES" || code === "EPERM")) return "permission_denied";
  if (attempts.some(isElsewhere)) return "unreachable";
  if (attempts.some(({ code }) => code === "HTTP")) return "unusable";
  return installed || attempts.some(({ code }) => code === "ECONNREFUSED") ? "not_running" : "not_installed";
}

const toOriginWords = (origin = "the engine's address"): string =>
  origin === "Settings" ? "the engine's address in the settings" : origin;

/** A tunnel or a proxy on this computer may lead to an engine elsewhere: then the error is what tells. */
const isElsewhere = ({ remote, code }: Attempt): boolean => remote || toRemoteTrouble(code) !== null;

interface Explanation {
  message: string;
  remedy: string;
}

/** What is wrong, and what to do about it on this operating system. What is to be typed stands between backticks. */
export function explainProblem(
  problem: EngineProblem,
  platform: NodeJS.Platform,
  attempts: readonly Attempt[],
): Explanation {
  const usual = explainUsual(problem, platform, attempts);
  const chosen = attempts.find(({ origin }) => origin === "DOCKER_HOST" || origin === "Settings");
  if (!chosen || (problem !== "not_running" && problem !== "not_installed")) return usual;
  // Nowhere else was looked, so what is chosen may be what is wrong.
  const [says, change] =
    chosen.origin === "Settings"
      ? ["the settings say", "change the engine's address in the settings"]
      : ["DOCKER_HOST says", "change or unset DOCKER_HOST, and start Sandpit again"];
  return {
    message: `Docker does not answer at ${chosen.address}, where ${says} that it is: ${chosen.detail}.`,
    remedy: `${usual.remedy} If it is elsewhere, ${change}.`,
  };
}

function explainUsual(problem: EngineProblem, platform: NodeJS.Platform, attempts: readonly Attempt[]): Explanation {
  const desktop = platform === "darwin" || platform === "win32";
  const remote = attempts.find(isElsewhere);
  switch (problem) {
    case "not_installed":
      return {
        message: "Docker is not installed on this computer, so programs cannot be isolated.",
        remedy: desktop
          ? "Install Docker Desktop from docker.com, start it, and try again."
          : "Install Docker (on Debian or Ubuntu: `sudo apt install docker.io`; on Fedora: `sudo dnf install moby-engine`), start it with `sudo systemctl start docker`, and try again.",
      };
    case "not_running":
      return {
        message: "Docker is installed but not running, so programs cannot be isolated.",
        remedy: desktop
          ? "Start Docker Desktop (or the engine that you use), wait until it says that it is running, and try again."
          : "Start it with `sudo systemctl start docker` (rootless: `systemctl --user start docker`) and try again.",
      };
    case "permission_denied":
      return {
        message: "Docker is running, but your user account may not use it.",
        remedy: desktop
          ? "Open Docker Desktop with your own user account, and allow the default socket in its advanced settings. Then try again."
          : "Add your account to the group with `sudo usermod -aG docker $USER`, log out and in again, and try again. Members of that group can control the whole computer through Docker; rootless Docker avoids this.",
      };
    case "unreachable":
      return {
        message: `The Docker engine at ${remote?.address ?? "the other machine"} cannot be reached: ${remote?.detail ?? "no answer"}.`,
        remedy: `${toRemoteTrouble(remote?.code ?? "")?.remedy ?? "Check that the machine is switched on, that the network is up and that Docker runs there."} To use this computer's own engine, change ${toOriginWords(remote?.origin)}.`,
      };
    case "unusable":
      return {
        message: "Something answers at the engine's address, but it does not speak the Docker API.",
        remedy: "Check the engine's address, and update the engine if it is very old.",
      };
  }
}
