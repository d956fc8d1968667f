import type { DoctorCheck, EngineStatus } from "#shared/engine.ts";
import { formatDuration } from "#shared/format.ts";
import type { EngineFacts } from "../engine/engine.ts";
import { toRuntimeAge } from "./runtime-age.ts";

/** How far the engine's clock may be from ours, in milliseconds, before files and certificates seem to be of the future. */
const CLOCK_TOLERANCE_MS = 30_000;

type Available = Extract<EngineStatus, { state: "available" }>;

/** Whether an engine was found, where it was looked for, and whether it may be used. */
export function toConnectionChecks(engine: EngineStatus): DoctorCheck[] {
  const check = { id: "engine", title: "Container engine" };
  const permission = { id: "engine.permission", title: "Permission to use the engine" };
  if (engine.state === "available") {
    const { product, version, apiVersion, origin, machine } = engine;
    const place = machine === null ? "" : ` on ${machine}, another machine`;
    return [
      {
        ...check,
        status: "pass",
        detail: `${product} ${version} (API ${apiVersion})${place}, found through ${origin}.`,
      },
      { ...permission, status: "pass", detail: "It answers your account's calls." },
      ...(machine === null ? [] : [toWayCheck(engine, machine)]),
    ];
  }
  const { message, remedy, attempts, problem } = engine;
  const looked = attempts.map(({ origin, detail }) => `${origin}: ${detail}`).join("; ");
  const found: DoctorCheck = {
    ...{ ...check, status: "fail", remedy },
    detail: `${message} Looked for it at ${looked || "no place"}.`,
    fix: { command: "engine.check", label: "Look again" },
  };
  return problem === "permission_denied"
    ? [found, { ...permission, status: "fail", detail: message, remedy }]
    : [found];
}

const ENCRYPTION = {
  ssh: "Encrypted by SSH, and the machine's key is known.",
  tls: "Encrypted by TLS, and the certificate is trusted.",
};

/** What a program, its input and its output have to pass. */
function toWayCheck({ encryption }: Available, machine: string): DoctorCheck {
  const check = { id: "engine.way", title: `The way to ${machine}` };
  if (encryption !== null) return { ...check, status: "pass", detail: ENCRYPTION[encryption] };
  return {
    ...{ ...check, status: "warn" },
    detail:
      "It is not encrypted: whoever is in between can read and change programs, and who reaches the engine can control that machine.",
    remedy: "Use an address with ssh://, or one with TLS, and have the engine accept nothing else.",
  };
}

/** What an engine says of itself, judged. `nowMs`: our clock when the engine told its own. */
export function toEngineChecks(
  { product, operatingSystem, machine }: Available,
  facts: EngineFacts,
  { platform, nowMs }: { platform: NodeJS.Platform; nowMs: number },
): DoctorCheck[] {
  return [
    toRuntimeCheck(facts, toUpdateRemedy(product, platform, machine)),
    {
      id: "engine.cgroup",
      title: "Control groups",
      ...(facts.cgroupVersion === null
        ? { status: "warn", detail: "The engine does not say which version it uses.", remedy: "Update the engine." }
        : { status: "pass", detail: `Version ${facts.cgroupVersion}, driver ${facts.cgroupDriver ?? "unknown"}.` }),
    },
    toSeccompCheck(facts, product),
    toMandatoryAccessCheck(facts, operatingSystem),
    toNamespaceCheck(facts, machine),
    toClockCheck(facts, nowMs, machine === null && isDesktop(platform)),
  ];
}

const isDesktop = (platform: NodeJS.Platform) => platform === "darwin" || platform === "win32";

const toUpdateRemedy = (product: string, platform: NodeJS.Platform, machine: string | null): string => {
  if (machine !== null) return `Have whoever runs ${machine} update ${product} and its runtime there.`;
  if (product === "Podman") return "Update Podman and its runtime, for example with your system's package manager.";
  return isDesktop(platform)
    ? "Update Docker Desktop (or the engine that you use) to its current version."
    : "Update Docker and runc with your system's package manager, or install Docker from docker.com, and restart it.";
};

function toRuntimeCheck({ runtime }: EngineFacts, remedy: string): DoctorCheck {
  const check = { id: "engine.runtime", title: "No known container escape" };
  if (!runtime)
    return { ...check, status: "warn", detail: "The engine does not say which runtime starts its containers.", remedy };
  const { isSafe, detail } = toRuntimeAge(runtime);
  return isSafe ? { ...check, status: "pass", detail } : { ...check, status: "warn", detail, remedy };
}

const optionOf = ({ securityOptions }: EngineFacts, name: string): string | undefined =>
  securityOptions.find((option) => option === name || option.split(",").includes(`name=${name}`));

function toSeccompCheck(facts: EngineFacts, product: string): DoctorCheck {
  const check = { id: "engine.seccomp", title: "System call filter of the engine" };
  const option = optionOf(facts, "seccomp");
  if (option && !option.includes("unconfined"))
    return { ...check, status: "pass", detail: `On, profile ${/profile=([^,]+)/.exec(option)?.[1] ?? "default"}.` };
  return {
    ...check,
    status: "fail",
    detail: option ? "The engine's default profile filters nothing." : "The engine filters no system calls.",
    remedy: `Start ${product} with its default seccomp profile, on a kernel that has seccomp.`,
  };
}

function toMandatoryAccessCheck(facts: EngineFacts, operatingSystem: string): DoctorCheck {
  const check = { id: "engine.apparmor", title: "AppArmor or SELinux" };
  const found = (["apparmor", "selinux"] as const).find((name) => optionOf(facts, name));
  if (found) return { ...check, status: "pass", detail: `${found === "apparmor" ? "AppArmor" : "SELinux"} is on.` };
  return {
    ...check,
    status: "warn",
    detail: `The engine (${operatingSystem}) uses neither. The other protections hold without it.`,
    remedy: "Where your system offers AppArmor or SELinux, switch it on and restart the engine.",
  };
}

function toNamespaceCheck(facts: EngineFacts, machine: string | null): DoctorCheck {
  const check = { id: "engine.userns", title: "User namespaces or rootless", status: "pass" as const };
  if (optionOf(facts, "rootless")) {
    const user = machine === null ? "your own user" : `an ordinary user of ${machine}`;
    return { ...check, detail: `The engine runs rootless, as ${user}.` };
  }
  if (optionOf(facts, "userns"))
    return { ...check, detail: "On: nobody in a container is the machine's administrator." };
  return { ...check, detail: "Off, as is usual. Programs run as user 10001 without any capability all the same." };
}

function toClockCheck({ systemTime }: EngineFacts, nowMs: number, isVirtual: boolean): DoctorCheck {
  const check = { id: "engine.clock", title: "Clock of the engine" };
  const theirs = Date.parse(systemTime ?? "");
  if (!theirs)
    return { ...check, status: "warn", detail: "The engine does not tell its time.", remedy: "Update the engine." };
  const differenceMs = Math.abs(theirs - nowMs);
  if (differenceMs <= CLOCK_TOLERANCE_MS)
    return { ...check, status: "pass", detail: "It agrees with this computer's." };
  return {
    ...check,
    status: "warn",
    detail: `It is ${formatDuration(differenceMs)} ${theirs < nowMs ? "behind" : "ahead of"} this computer's.`,
    remedy: isVirtual
      ? "Restart Docker Desktop: the clock of its virtual machine stops while the computer sleeps."
      : "Set the clock of the engine's machine, for example with timedatectl set-ntp true.",
  };
}
