import type { BuildProgress } from "#shared/images.ts";
import type { BuildMessage } from "./engine.ts";

/** What is known of a build while it goes on. */
export interface BuildFollow {
  /** Takes what the engine says, and answers how far the build is. */
  take(message: BuildMessage): Omit<BuildProgress, "folder" | "tag">;
  /** Where it is: the step counted over all stages, and its instruction. */
  position(): { step: number; steps: number; instruction: string | null };
  /** The short ids of the images that steps have left for the cache; what a stage starts from is not one. */
  stepIds(): string[];
  /** The last that was said, for finding out why it failed. */
  tail(): string;
}

const TAIL_CHARACTERS = 8 * 1024;

/**
 * Follows a build by what the engine says. Docker's classic builder: `Step 3/8 : RUN …`, then ` ---> 1a2b3c4d5e6f`. Podman:
 * `STEP 3/8: RUN …` with `[1/2]` before it where there are stages, which are counted on their own; then `--> 1a2b3c…`.
 */
export function createBuildFollow(now: () => number = () => performance.now()): BuildFollow {
  const startedAt = now();
  const layers = new Map<string, { doneBytes: number; totalBytes: number }>();
  const left = new Set<string>();
  let step = 0;
  let steps = 0;
  let instruction: string | null = null;
  let tail = "";

  const readLine = (line: string) => {
    const [, at, of, what] = /^(?:\[\d+\/\d+\] )?Step (\d+)\/(\d+) ?: (.*)$/i.exec(line) ?? [];
    if (at && of) {
      step = Number(at);
      steps = Number(of);
      instruction = what?.trim() || null;
      layers.clear();
      return;
    }
    const id = /^ ?-{2,3}> (?:Using cache )?([0-9a-f]{11,64})$/.exec(line)?.[1];
    if (id && instruction && !/^FROM\b/i.test(instruction)) left.add(id);
  };

  return {
    take({ text, download }) {
      for (const line of text.split("\n")) readLine(line.trimEnd());
      tail = `${tail}${text}\n`.slice(-TAIL_CHARACTERS);
      if (download) layers.set(download.layer, download);
      const sum = (of: "doneBytes" | "totalBytes") =>
        [...layers.values()].reduce((total, layer) => total + layer[of], 0);
      return {
        ...{ step, steps, instruction, text },
        download: layers.size > 0 ? { doneBytes: sum("doneBytes"), totalBytes: sum("totalBytes") } : null,
        elapsedMs: Math.round(now() - startedAt),
      };
    },
    position: () => ({ step, steps, instruction }),
    stepIds: () => [...left],
    tail: () => tail,
  };
}
