import { formatBytes } from "#shared/format.ts";
import type { SettingDefinition, SettingEntry, SettingValue } from "#shared/settings.ts";

type NumberSetting = Extract<SettingDefinition, { kind: "number" }>;

const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;

/** The unit in which people give a number, and how many of the setting's own units it is. */
export interface Scale {
  factor: number;
  unit: string;
}

/** The unit that suits the steps of a number: minutes and not milliseconds, megabytes and not bytes. */
export function toScale({ unit, step }: NumberSetting): Scale {
  switch (unit) {
    case "ms":
      return step % MINUTE_MS === 0 ? { factor: MINUTE_MS, unit: "min" } : { factor: 1_000, unit: "s" };
    case "bytes":
      return step % MIB === 0 ? { factor: MIB, unit: "MB" } : { factor: 1_024, unit: "KB" };
    case "cpus":
      return { factor: 1, unit: "cores" };
    case "runsPerMinute":
      return { factor: 1, unit: "a minute" };
    case "days":
      return { factor: 1, unit: "days" };
    case "pixels":
      return { factor: 1, unit: "px" };
    default:
      return { factor: 1, unit: "" };
  }
}

/** A number as people write it; three digits after the point are enough for every step that there is. */
const toDigits = (value: number, { factor }: Scale): string => String(Math.round((value / factor) * 1_000) / 1_000);

/** What the field of a setting shows. */
export const toFieldText = (definition: SettingDefinition, value: SettingValue): string =>
  definition.kind === "number" && typeof value === "number" ? toDigits(value, toScale(definition)) : String(value);

/** A value in words: `30 s`, `Automatic`, `on`. */
export function toValueWords(definition: SettingDefinition, value: SettingValue): string {
  switch (definition.kind) {
    case "number":
      return `${toFieldText(definition, value)} ${toScale(definition).unit}`.trim();
    case "choice":
      return definition.choices.find((choice) => choice.value === value)?.label ?? String(value);
    case "switch":
      return value ? "on" : "off";
    case "text":
      return value === "" ? definition.placeholder : String(value);
  }
}

/** The range that a number may be in: `1 to 300 s`. */
export function toRangeWords(definition: NumberSetting, { min, max }: Pick<SettingEntry, "min" | "max">): string {
  const scale = toScale(definition);
  const least = min ?? definition.min;
  // Nobody thinks of one byte as 0.001 KB.
  const from = definition.unit === "bytes" && least < scale.factor / 100 ? formatBytes(least) : toDigits(least, scale);
  return `${from} to ${toDigits(max ?? definition.max, scale)} ${scale.unit}`.trim();
}

export type ParsedSetting = { ok: true; value: number } | { ok: false; message: string };

/** Reads what was typed for a number. What is wrong with it is a sentence that says what to type. */
export function parseNumber(
  definition: NumberSetting,
  entry: Pick<SettingEntry, "min" | "max" | "ceilingBy">,
  text: string,
): ParsedSetting {
  const scale = toScale(definition);
  const range = toRangeWords(definition, entry);
  const typed = Number(text.trim().replace(",", "."));
  if (text.trim() === "" || !Number.isFinite(typed))
    return { ok: false, message: `“${definition.label}” is a number. Type one from ${range}.` };
  const exact = typed * scale.factor;
  const value = Number.isInteger(definition.step) ? Math.round(exact) : exact;
  const isTooMuch = value > (entry.max ?? definition.max);
  if (value < (entry.min ?? definition.min) || isTooMuch) {
    const who = isTooMuch && entry.ceilingBy !== null ? ` ${entry.ceilingBy} has set that.` : "";
    return { ok: false, message: `“${definition.label}” may be ${range}.${who}` };
  }
  // Half a kilobyte is whole bytes, or near enough; half a day or half a program is nothing.
  if (Number.isInteger(definition.step) && scale.factor === 1 && Math.abs(exact - value) > 1e-6)
    return { ok: false, message: `“${definition.label}” has no parts of a unit. Type a whole number from ${range}.` };
  return { ok: true, value };
}
