import { Hammer, RefreshCw, ShieldAlert, Trash2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { formatBytes } from "#shared/format.ts";
import type { ImageStatus } from "#shared/images.ts";
import { toShortId } from "../monitor/container-words.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { BuildFailureView } from "./build-failure-view.tsx";
import { BuildLog } from "./build-log.tsx";
import { BuildProgress } from "./build-progress.tsx";
import { ImageLayers } from "./image-layers.tsx";
import { IMAGE_MARKS, IMAGE_MEANINGS, toAgeWords } from "./image-words.ts";

/** One image: how it stands and, only where there is something to say, what to do about it. */
export function ImageCard({ image }: { image: ImageStatus }) {
  const { stores, isolation } = useSession();
  const { folder, tag, state, languages, failure, stale } = image;
  const list = useStore(stores.languages, (known) => known.list);
  const build = useStore(stores.images, (known) => known.build);
  const [asksRemove, setAsksRemove] = useState(false);

  const names = languages.map((id) => list.find((language) => language.id === id)?.label ?? id).join(" and ");
  const isBuilding = build.running && (state === "building" || tag === build.activeTag);
  const waits = build.running && !isBuilding && build.tags.includes(tag);
  const { word, tone, icon } = IMAGE_MARKS[isBuilding ? "building" : state];
  const isThere = image.id !== null;
  const isAdded = list.some(({ imageTag, origin }) => imageTag === tag && origin === "added");
  const rebuild = () => void isolation.buildImages(languages);
  return (
    <li className="image-card" aria-label={names} data-state={isBuilding ? "building" : state} data-folder={folder}>
      <header className="image-card__head">
        <h2 className="image-card__title">{names}</h2>
        <StateMark tone={tone} icon={icon}>
          {word}
        </StateMark>
        <span className="image-card__space" />
        {!isBuilding && (
          <>
            <Button
              size="small"
              tone={isThere && state !== "mismatched" && state !== "incompatible" ? "plain" : "primary"}
              disabled={build.running || state === "unknown"}
              onClick={rebuild}
            >
              {isThere ? <RefreshCw size={14} aria-hidden /> : <Hammer size={14} aria-hidden />}
              {waits ? "Waits its turn" : isThere ? "Rebuild" : "Build"}
            </Button>
            {(isThere || isAdded) && (
              <IconButton
                label={isAdded ? `Remove ${names}` : `Remove the image for ${names}`}
                disabled={build.running}
                onClick={() => setAsksRemove(true)}
              >
                <Trash2 size={16} aria-hidden />
              </IconButton>
            )}
          </>
        )}
      </header>
      <Facts image={image} />
      {isBuilding && (
        <BuildProgress folder={folder} cancelling={build.cancelling} onCancel={() => void isolation.cancelBuild()} />
      )}
      {!isBuilding && failure && <BuildFailureView failure={failure} />}
      {!isBuilding && !failure && image.message !== null && (
        <p className="image-card__message">
          {image.message} {IMAGE_MEANINGS[state]}
        </p>
      )}
      {!isBuilding && stale && (
        <div className="callout image-card__stale">
          <ShieldAlert size={18} aria-hidden />
          <div className="callout__words">
            <p className="callout__title">More than 90 days old</p>
            <p>
              Security holes in the language and the system below it are found and closed all the time. An image stays
              as it was on the day it was built, so it lacks what was closed since.
            </p>
          </div>
          <Button size="small" disabled={build.running} onClick={rebuild}>
            Rebuild now
          </Button>
        </div>
      )}
      {isThere && !isBuilding && <ImageLayers folder={folder} id={image.id ?? ""} />}
      <BuildLog folder={folder} isBuilding={isBuilding} isFailed={failure !== null} />
      {asksRemove && isAdded && (
        <ConfirmDialog
          title={`Remove ${names}?`}
          action="Remove"
          onConfirm={() => void isolation.removeLanguage(folder)}
          onClose={() => setAsksRemove(false)}
        >
          The language goes from the list, with its image and its folder. Your programs are not touched; they cannot be
          run until it is added again.
        </ConfirmDialog>
      )}
      {asksRemove && !isAdded && (
        <ConfirmDialog
          title={`Remove the image for ${names}?`}
          action="Remove"
          onConfirm={() => void isolation.removeImage(folder)}
          onClose={() => setAsksRemove(false)}
        >
          Programs in {names} cannot run isolated until it is built again
          {image.sizeBytes === null ? "" : `, and up to ${formatBytes(image.sizeBytes)} become free`}. Your programs are
          not touched.
        </ConfirmDialog>
      )}
    </li>
  );
}

function Facts({ image }: { image: ImageStatus }) {
  const { tag, id, sizeBytes, createdAt, baseImage } = image;
  return (
    <dl className="image-facts">
      <div>
        <dt>Tag</dt>
        <dd className="image-facts__code" title={tag}>
          {tag}
        </dd>
      </div>
      {id !== null && (
        <div>
          <dt>Id</dt>
          <dd className="image-facts__code" title={id}>
            {toShortId(id)}
          </dd>
        </div>
      )}
      {baseImage !== null && (
        <div>
          <dt>Base</dt>
          <dd className="image-facts__code" title={baseImage}>
            {baseImage}
          </dd>
        </div>
      )}
      {sizeBytes !== null && (
        <div>
          <dt>Size</dt>
          <dd>{formatBytes(sizeBytes)}</dd>
        </div>
      )}
      {createdAt !== null && (
        <div>
          <dt>Age</dt>
          <dd title={new Date(createdAt).toLocaleString()}>{toAgeWords(createdAt, Date.now())}</dd>
        </div>
      )}
    </dl>
  );
}
