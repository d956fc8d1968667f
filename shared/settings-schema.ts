import * as z from "zod";
import { type PolicyStatus, SETTING_KEYS, SETTINGS, type SettingDefinition, type SettingEntry } from "./settings.ts";

export const settingKeySchema = z.enum(SETTING_KEYS as [(typeof SETTING_KEYS)[number], ...typeof SETTING_KEYS]);
export const settingValueSchema = z.union([z.string(), z.number(), z.boolean()]);

/** The schema of one setting's value, out of its definition. */
export function toValueSchema(definition: SettingDefinition): z.ZodType {
  switch (definition.kind) {
    case "choice":
      return z.enum(definition.choices.map(({ value }) => value) as [string, ...string[]]);
    case "switch":
      return z.boolean();
    case "text":
      return z
        .string()
        .max(definition.maxLength)
        .regex(/^\P{Cc}*$/u, "Control characters are not allowed.");
    case "number": {
      const number = z.number().min(definition.min).max(definition.max);
      return Number.isInteger(definition.step) ? number.int() : number;
    }
  }
}

/** Some of the settings: what the user has set, or what a policy locks. Strict, so that a typing error is noticed. */
export const someSettingsSchema = z
  .strictObject(Object.fromEntries(SETTING_KEYS.map((key) => [key, toValueSchema(SETTINGS[key])])))
  .partial();

export const settingEntrySchema = z.object({
  key: settingKeySchema,
  value: settingValueSchema,
  source: z.enum(["default", "user", "policy"]),
  lockedBy: z.string().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  ceilingBy: z.string().nullable(),
}) satisfies z.ZodType<SettingEntry>;

export const policyStatusSchema = z.object({
  state: z.enum(["none", "in_force", "broken"]),
  path: z.string(),
  by: z.string().nullable(),
  message: z.string().nullable(),
  forbidsLocal: z.string().nullable(),
  forbidsHttp: z.string().nullable(),
  forbidsUnsigned: z.string().nullable(),
  trustedKeys: z.array(z.string()).nullable(),
}) satisfies z.ZodType<PolicyStatus>;
