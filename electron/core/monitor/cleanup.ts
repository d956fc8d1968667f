import type { CleanupItem, CleanupReport } from "#shared/monitor.ts";
import type { ContainerInspection, Engine } from "../engine/engine.ts";
import { engineMessage, toEngineFailure } from "../engine/engine-error.ts";
import { INSTALLATION_LABEL, OWNER_LABEL } from "../run/sandbox-spec.ts";
import type { ImageRecords } from "../store/image-records.ts";
import type { Living } from "../store/instance.ts";
import { type LayeredImage, toFreedBytes } from "./freed-bytes.ts";
import { mapLimited } from "./map-limited.ts";

const CONCURRENT = 8;
/** How long a process that lives has to remove a sandbox itself once its program has ended. */
const OWNER_REMOVES_MS = 30_000;

export interface CleanupOptions {
  installation: string;
  /** The processes of this installation that are alive. */
  alive: () => Promise<Living>;
  records: Pick<ImageRecords, "remembered" | "forget">;
}

/** Removes what Sandpit has left on an engine and needs no more. */
export interface Cleanup {
  preview(engine: Engine): Promise<CleanupReport>;
  /** Does what `preview` would say now. What cannot be removed is reported and the rest goes on. */
  run(engine: Engine): Promise<CleanupReport>;
}

/**
 * What may go: containers with our label that no living process has a use for, images that this installation built and
 * replaced, and the unnamed steps that its builds left for the engine's cache. An image is known by the id that was
 * written down when it was built: nothing is taken for ours because of its name or a label that another may have set.
 */
export function createCleanup({ installation, alive, records }: CleanupOptions): Cleanup {
  const plan = async (engine: Engine): Promise<CleanupItem[]> => [
    ...(await leftContainers(engine)),
    ...(await leftImages(engine)),
  ];

  const leftContainers = async (engine: Engine): Promise<CleanupItem[]> => {
    // In this order: a process that has begun since then has no container among these.
    const ours = await engine.listByLabel(`${INSTALLATION_LABEL}=${installation}`);
    const living = await alive();
    const left = ours.filter(({ labels, running }) => !running || !living.has(labels[OWNER_LABEL] ?? ""));
    const items = await mapLimited(left, CONCURRENT, async ({ id, labels }) => {
      const found = await engine.inspectContainer(id, { size: true });
      const isOrphan = !living.has(labels[OWNER_LABEL] ?? "");
      // One that only just begins or ends is still in the hands of its process.
      if (!found || (!isOrphan && !isForgotten(found))) return null;
      return {
        kind: "container" as const,
        id,
        name: found.Name.replace(/^\//, ""),
        sizeBytes: found.SizeRw ?? 0,
        reason: isOrphan ? "Left behind by a Sandpit that is no longer running." : "Its program has ended.",
      };
    });
    return items.filter((item) => item !== null);
  };

  const leftImages = async (engine: Engine): Promise<CleanupItem[]> => {
    const { current, older, steps } = await records.remembered(engine.identity.id);
    const images = await engine.listImages();
    const may = new Set([...older, ...steps].filter((id) => !current.has(id)));
    const going = images.filter(({ id, isDangling }) => isDangling && may.has(id));
    if (going.length === 0) return [];
    // What is neither named nor free is a step below another image: it adds no layer to what stays.
    const whole = images.filter(({ tags, isDangling }) => isDangling || tags.length > 0);
    const layered = await mapLimited(whole, CONCURRENT, async ({ id }): Promise<LayeredImage | null> => {
      const details = await engine.inspectImage(id);
      if (!details) return null;
      const isGoing = going.some((image) => image.id === id);
      const sizes = isGoing ? (await engine.imageHistory(id)).reverse().map(({ sizeBytes }) => sizeBytes) : [];
      return { id, layers: details.layers, sizes };
    });
    const freed = toFreedBytes(
      layered.filter((image) => image !== null),
      new Set(going.map(({ id }) => id)),
    );
    return going.map(({ id }) => ({
      kind: older.has(id) ? ("image" as const) : ("build_cache" as const),
      id,
      name: id.replace(/^sha256:/, "").slice(0, 12),
      sizeBytes: freed.get(id) ?? 0,
      reason: older.has(id)
        ? "An earlier build of an image that has been built again since."
        : "A step of a build, kept so that the next one is quicker.",
    }));
  };

  const toReport = (items: CleanupItem[], failures: CleanupReport["failures"]): CleanupReport => ({
    items,
    totalBytes: items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    failures,
  });

  return {
    async preview(engine) {
      return toReport(
        await plan(engine).catch((error) => {
          throw toEngineFailure(error, "say what could be removed");
        }),
        [],
      );
    },
    async run(engine) {
      const items = await plan(engine).catch((error) => {
        throw toEngineFailure(error, "say what could be removed");
      });
      const done: CleanupItem[] = [];
      const failures: CleanupReport["failures"] = [];
      // One after the other: an image may only go after the container that was made from it.
      for (const item of items) {
        try {
          if (item.kind === "container") await engine.remove(item.id);
          else await engine.removeImage(item.id);
          done.push(item);
        } catch (error) {
          failures.push({ item, message: `It could not be removed: ${engineMessage(error)}` });
        }
      }
      await records.forget(
        engine.identity.id,
        done.filter(({ kind }) => kind !== "container").map(({ id }) => id),
      );
      return toReport(done, failures);
    },
  };
}

const isForgotten = ({ State }: ContainerInspection): boolean =>
  State.Status === "exited" && Date.now() - Date.parse(State.FinishedAt ?? "") > OWNER_REMOVES_MS;
