import type { Settings } from "#shared/settings.ts";
import type { RetentionRules } from "./retention.ts";

/** The retention rules out of the settings. */
export const toRetention = (values: Settings): RetentionRules => ({
  days: values["retention.days"],
  runs: values["retention.runs"],
  bytes: values["retention.bytes"],
  auditDays: values["retention.auditDays"],
});
