import * as z from "zod";
import { policyStatusSchema, settingEntrySchema, settingKeySchema, settingValueSchema } from "../settings-schema.ts";
import { type CommandShapes, type EventShapes, nothing } from "./shapes.ts";

/** Settings, and the policy that a class's machines may have. Words, ranges and defaults are in `shared/settings.ts`. */
export const settingsCommands = {
  /** Every setting as it is in force. `notice` tells of a settings file that was damaged. */
  "settings.list": {
    input: nothing,
    output: z.object({
      entries: z.array(settingEntrySchema),
      policy: policyStatusSchema,
      notice: z.string().nullable(),
    }),
  },
  "settings.get": { input: z.object({ key: settingKeySchema }), output: settingEntrySchema },
  /** All of the changes or none. A locked setting is `policy_forbids`, a value out of range `invalid_input`. */
  "settings.set": {
    input: z.object({ changes: z.partialRecord(settingKeySchema, settingValueSchema) }),
    output: z.object({ entries: z.array(settingEntrySchema) }),
  },
  /** Back to the defaults: the named settings, or all. */
  "settings.reset": {
    input: z.object({ keys: z.array(settingKeySchema).optional() }),
    output: z.object({ entries: z.array(settingEntrySchema) }),
  },
} as const satisfies CommandShapes;

export const settingsEvents = {
  /** Only those whose value or lock is another now. Also when another process, or a policy, changed them. */
  "settings.changed": z.object({ entries: z.array(settingEntrySchema) }),
  "policy.changed": policyStatusSchema,
} as const satisfies EventShapes;
