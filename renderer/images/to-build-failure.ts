import type { Failure } from "#shared/errors.ts";
import type { BuildFailure } from "#shared/images.ts";

/** What a failed build says of itself beside its sentence; `null` where something else has failed. */
export function toBuildFailure({ code, details }: Failure): BuildFailure | null {
  if (code !== "image_build_failed" || !details || typeof details.remedy !== "string") return null;
  return details as unknown as BuildFailure;
}
