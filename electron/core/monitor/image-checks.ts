import type { DoctorCheck, DoctorFix } from "#shared/engine.ts";
import type { ImageStatus } from "#shared/images.ts";
import { RECEIVER_VERSION } from "#shared/languages.ts";
import { STALE_IMAGE_DAYS } from "#shared/monitor-limits.ts";

export const BUILD_FIX: DoctorFix = { command: "images.build", label: "Build the images" };

/** Whether an image can be used, and how old it is. */
export function toImageCheck(
  { folder, tag, state, message, languages, stale }: ImageStatus,
  labelOf: (language: string) => string,
): DoctorCheck {
  const check = { id: `image.${folder}`, title: `Image for ${languages.map(labelOf).join(" and ")}` };
  const remedy = "Build the image.";
  switch (state) {
    case "ready":
      return stale
        ? {
            ...{ ...check, status: "warn", fix: BUILD_FIX },
            detail: `${tag} is older than ${STALE_IMAGE_DAYS} days and lacks the security updates since.`,
            remedy: "Build it again, while there is an internet connection.",
          }
        : { ...check, status: "pass", detail: `${tag} is built and up to date.` };
    case "building":
      return { ...check, status: "warn", detail: `${tag} is being built.`, remedy: "Wait until that is done." };
    case "unknown":
      return { ...check, status: "warn", detail: "Without an engine there are no images." };
    case "outdated":
      return { ...check, status: "warn", detail: message ?? `${tag} is out of date.`, remedy, fix: BUILD_FIX };
    default:
      return { ...check, status: "fail", detail: message ?? `${tag} cannot be used.`, remedy, fix: BUILD_FIX };
  }
}

/** Whether the program that takes a learner's code over in the image speaks our version of the hand-over. */
export function toReceiverCheck({ folder, languages }: ImageStatus, version: string | null): DoctorCheck {
  const check = {
    id: `receiver.${folder}`,
    title: `Hand-over of programs in the image for ${languages.join(" and ")}`,
  };
  if (version === String(RECEIVER_VERSION)) return { ...check, status: "pass", detail: `Version ${version}.` };
  return {
    ...{ ...check, status: "fail", fix: BUILD_FIX, remedy: "Build the image." },
    detail: `${version === null ? "It has none" : `Version ${version}`}; version ${RECEIVER_VERSION} is needed.`,
  };
}
