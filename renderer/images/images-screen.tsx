import { Package, TriangleAlert, Unplug } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { formatBytes } from "#shared/format.ts";
import { BundleMenu } from "../bundle/bundle-menu.tsx";
import { CleanUpButton } from "../cleanup/clean-up-button.tsx";
import { AddLanguageButton } from "../languages/add-language-button.tsx";
import { BrokenFolders } from "../languages/broken-folders.tsx";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { ScreenFrame } from "../ui/screen-frame.tsx";
import { ImageCard } from "./image-card.tsx";
import "./images.css";

/** What programs run in: every image, how it stands, and how it is built. */
export function ImagesScreen() {
  const { stores, isolation } = useSession();
  const images = useStore(stores.images, (state) => state.images);
  const build = useStore(stores.images, (state) => state.build);
  const engine = useStore(stores.status, ({ status }) => status?.engine);
  const checking = useStore(stores.status, (state) => state.checking);
  const [asksAll, setAsksAll] = useState(false);

  // Images can be changed from outside, and no engine says so by itself.
  useEffect(() => {
    void isolation.listImages();
    void isolation.listLanguages();
  }, [isolation]);

  const isMissing = engine?.state === "unavailable";
  // In the order of the languages: Sandpit's own first.
  const languages = useStore(stores.languages, ({ list }) => list);
  const rank = (tag: string) => languages.findIndex(({ imageTag }) => imageTag === tag);
  const sorted = [...(images ?? [])].sort((a, b) => rank(a.tag) - rank(b.tag));
  const bytes = sorted.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  const lead = bytes > 0 ? `${sorted.length} images, ${formatBytes(bytes)}` : "What programs run in";
  return (
    <ScreenFrame
      title="Images"
      lead={lead}
      className="images"
      actions={
        <>
          <AddLanguageButton disabled={build.running || engine?.state !== "available"} />
          <BundleMenu images={sorted} disabled={build.running || isMissing} />
          <CleanUpButton />
          <Button disabled={build.running || isMissing || sorted.length === 0} onClick={() => setAsksAll(true)}>
            Rebuild all…
          </Button>
        </>
      }
    >
      <div className="screen__page">
        {isMissing ? (
          <div className="blank">
            <Unplug size={32} strokeWidth={1.5} aria-hidden />
            <p className="blank__title">No engine to ask</p>
            <p>
              <strong>{engine.message}</strong> {engine.remedy}
            </p>
            <Button tone="primary" disabled={checking} onClick={() => void isolation.check()}>
              {checking ? "Looking…" : "Look again"}
            </Button>
          </div>
        ) : (
          <>
            {build.failure && !sorted.some(({ failure }) => failure !== null) && (
              <div className="callout images__failure" role="alert">
                <TriangleAlert size={18} aria-hidden />
                <p className="callout__words">{build.failure.message}</p>
              </div>
            )}
            {images === null && (
              <div className="blank" role="status">
                <p>Asking the engine…</p>
              </div>
            )}
            <BrokenFolders />
            {images !== null && sorted.length === 0 && (
              <div className="blank">
                <Package size={32} strokeWidth={1.5} aria-hidden />
                <p className="blank__title">No images</p>
                <p>No language of yours needs one.</p>
              </div>
            )}
            <ul className="images__list">
              {sorted.map((image) => (
                <ImageCard key={image.folder} image={image} />
              ))}
            </ul>
          </>
        )}
      </div>
      {asksAll && (
        <ConfirmDialog
          title="Rebuild all images without cache?"
          action="Rebuild all"
          onConfirm={() => void isolation.buildImages(undefined, { noCache: true })}
          onClose={() => setAsksAll(false)}
        >
          Everything is downloaded and installed anew, which takes some minutes and needs the internet. Programs can
          still be run in the meantime, in the images there are.
        </ConfirmDialog>
      )}
    </ScreenFrame>
  );
}
