import { SandpitError } from "#shared/errors.ts";
import type { Engine } from "./engine.ts";
import { engineMessage, engineStatusCode, toEngineFailure } from "./engine-error.ts";

/** Removes the image with this id, and our name for it where others call it something else too. */
export async function removeImage(engine: Engine, tag: string, id: string): Promise<void> {
  try {
    const { tags = [] } = (await engine.inspectImage(id)) ?? {};
    const isNamedByOthers = tags.some((name) => name !== tag && !name.endsWith(`/${tag}`));
    const isOurs = (await engine.inspectImage(tag))?.id === id;
    if (isNamedByOthers) await (isOurs ? engine.removeImage(tag) : undefined);
    else await engine.removeImage(id);
  } catch (error) {
    if (engineStatusCode(error) !== 409) throw toEngineFailure(error, "remove an image");
    throw new SandpitError(
      "invalid_input",
      `The image ${tag} is in use, so it was not removed: ${engineMessage(error)}. Remove that container first.`,
      { cause: error },
    );
  }
}
