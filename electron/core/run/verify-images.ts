import { SandpitError } from "#shared/errors.ts";
import type { ImageCheck } from "#shared/images.ts";
import type { Language } from "#shared/languages.ts";
import type { RunJob } from "./backend.ts";
import { runProgram } from "./run-program.ts";

/** The languages with which images are verified, and a program that proves that the interpreter works. */
const PROOF = "Sandpit is ready.";
const PROGRAMS: Record<string, string> = {
  python: `print(${JSON.stringify(PROOF)})\n`,
  node: `console.log(${JSON.stringify(PROOF)});\n`,
};

/** Runs a small program in every image, through everything a learner's program goes through. */
export async function verifyImages(languages: readonly Language[], run: RunJob): Promise<ImageCheck[]> {
  const checks: ImageCheck[] = [];
  for (const language of new Map(languages.map((candidate) => [candidate.imageTag, candidate])).values()) {
    const tag = language.imageTag;
    try {
      const proof = PROGRAMS[language.imageFolder];
      const end = await runProgram(run, language, proof ?? language.sample);
      // An added language proves itself by its sample, which prints something.
      const hasProof = proof === undefined ? end.stdout !== "" : end.stdout.trim() === PROOF;
      const ok = end.outcome === "completed" && hasProof;
      checks.push({
        tag,
        ok,
        detail: ok ? "Its interpreter answered." : `Its program ended with ${end.outcome}: ${end.stderr.trim()}`,
      });
    } catch (error) {
      if (!(error instanceof SandpitError)) throw error;
      checks.push({ tag, ok: false, detail: error.message });
    }
  }
  return checks;
}
