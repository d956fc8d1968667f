import type { DoctorCheck } from "#shared/engine.ts";

export interface DoctorGroup {
  id: string;
  title: string;
  /** What the checks in it have in common, and why one would want to know. */
  lead: string;
  checks: readonly DoctorCheck[];
}

const GROUPS = [
  {
    id: "isolation",
    title: "Isolation",
    lead: "Read back from inside a sandbox, as the kernel has it: what was asked for may not be what is in force.",
    has: (id: string) => id.startsWith("isolation"),
  },
  {
    id: "images",
    title: "Images",
    lead: "What programs run in.",
    has: (id: string) => /^(image|images|receiver)\b/.test(id),
  },
  {
    id: "fallback",
    title: "Without isolation",
    lead: "Used only where there is no engine, and only after you have agreed to it.",
    has: (id: string) => id.startsWith("interpreter"),
  },
] as const;

/** Puts what the doctor found under titles; what belongs to none of the others is about the engine and the machine. */
export function toGroups(checks: readonly DoctorCheck[]): DoctorGroup[] {
  const rest = checks.filter(({ id }) => !GROUPS.some(({ has }) => has(id)));
  return [
    {
      id: "engine",
      title: "Engine and computer",
      lead: "Whether there is one, whether it is current, and what it stands on.",
      checks: rest,
    },
    ...GROUPS.map(({ id, title, lead, has }) => ({ id, title, lead, checks: checks.filter((check) => has(check.id)) })),
  ].filter((group) => group.checks.length > 0);
}

const plural = (count: number, word: string): string => `${count} ${count === 1 ? word : `${word}s`}`;

/** `1 problem · 2 warnings · 14 fine`; parts that are nought are left out. */
export function toSummary(checks: readonly DoctorCheck[]): string {
  const count = (status: DoctorCheck["status"]) => checks.filter((check) => check.status === status).length;
  const [fails, warnings, passes] = [count("fail"), count("warn"), count("pass")];
  if (passes === checks.length) return `All ${checks.length} checks are fine`;
  return [
    ...(fails > 0 ? [plural(fails, "problem")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
    ...(passes > 0 ? [`${passes} fine`] : []),
  ].join(" · ");
}
