import * as z from "zod";

export const engineProblemSchema = z.enum([
  "not_installed",
  "not_running",
  "permission_denied",
  "unreachable",
  "unusable",
]);
/** Why there is no engine to run programs in. `unreachable` is said of an engine on another machine. */
export type EngineProblem = z.infer<typeof engineProblemSchema>;

export const engineStatusSchema = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("available"),
    /** `Docker`, `Podman`, … */
    product: z.string(),
    version: z.string(),
    apiVersion: z.string(),
    /** The engine's own identity, which does not change with the address. */
    id: z.string(),
    operatingSystem: z.string(),
    /** Where it was found, for example `DOCKER_HOST` or `Docker context "colima"`. */
    origin: z.string(),
    address: z.string(),
    /** The other machine that it is on, as the user calls it; `null` where it is this computer. */
    machine: z.string().nullable(),
    /** What keeps others from reading along on the way there. */
    encryption: z.enum(["ssh", "tls"]).nullable(),
  }),
  z.object({
    state: z.literal("unavailable"),
    problem: engineProblemSchema,
    /** One sentence: what is wrong. */
    message: z.string(),
    /** What to do about it on this operating system. */
    remedy: z.string(),
    /** Every place that was looked at, with what was found there. */
    attempts: z.array(z.object({ origin: z.string(), address: z.string(), detail: z.string() })),
  }),
]);
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const engineChoiceSchema = z.object({
  /** What the setting `engine.address` takes. */
  value: z.string(),
  /** For people, for example `Docker context "lab"`. */
  name: z.string(),
  address: z.string(),
  machine: z.string().nullable(),
  encryption: z.enum(["ssh", "tls"]).nullable(),
  /** Whether it is the one in use now. */
  inUse: z.boolean(),
});
/** An engine that could be used: a Docker context, or a socket that is there. */
export type EngineChoice = z.infer<typeof engineChoiceSchema>;

export const doctorFixSchema = z.object({
  command: z.enum(["images.build", "engine.check", "cleanup.run"]),
  /** What the button says, for example `Build the images`. */
  label: z.string(),
});
/** What Sandpit itself can do about a finding: a command that needs no input. */
export type DoctorFix = z.infer<typeof doctorFixSchema>;

export const doctorCheckSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(["pass", "warn", "fail"]),
  detail: z.string(),
  remedy: z.string().optional(),
  fix: doctorFixSchema.optional(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;
