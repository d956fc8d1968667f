import * as z from "zod";
import type { Language } from "#shared/languages.ts";
import type { RunJob } from "./backend.ts";
import { runProgram } from "./run-program.ts";

const versionsSchema = z.object({ interpreter: z.string(), base: z.string().nullable() });
/** What an image carries, as a program inside it sees it. */
export type ImageVersions = z.infer<typeof versionsSchema>;

/** Programs that print `ImageVersions` as JSON; os-release(5) names the distribution. */
const PROGRAMS: Record<string, string> = {
  python: `
import json, platform
base = None
try:
    with open("/etc/os-release") as file:
        base = dict(line.rstrip().split("=", 1) for line in file if "=" in line).get("PRETTY_NAME", "").strip('"') or None
except OSError:
    pass
print(json.dumps({"interpreter": platform.python_implementation().replace("CPython", "Python") + " " + platform.python_version(), "base": base}))
`,
  javascript: `
let base = null;
try {
  const text = require("node:fs").readFileSync("/etc/os-release", "utf8");
  base = /^PRETTY_NAME="?([^"\\n]*)/m.exec(text)?.[1] ?? null;
} catch {}
console.log(JSON.stringify({ interpreter: "Node.js " + process.version.slice(1), base }));
`,
};

/** Asks an image what it carries, by a program in a sandbox. `null` where no program can tell. */
export async function readImageVersions(
  languages: readonly Language[],
  folder: string,
  run: RunJob,
): Promise<ImageVersions | null> {
  const language = languages.find(({ id, imageFolder }) => imageFolder === folder && id in PROGRAMS);
  const program = language && PROGRAMS[language.id];
  if (!language || !program) return null;
  const end = await runProgram(run, language, program);
  if (end.outcome !== "completed") return null;
  return versionsSchema.safeParse(JSON.parse(end.stdout)).data ?? null;
}
