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
