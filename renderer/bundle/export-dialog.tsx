import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { type BundleExport, COMPRESSED_SHARE } from "#shared/bundle.ts";
import { formatBytes } from "#shared/format.ts";
import type { ImageStatus } from "#shared/images.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { BundleFrame } from "./bundle-frame.tsx";
import { BundleLine } from "./bundle-line.tsx";
import { BundleProgressView } from "./bundle-progress.tsx";
import { toList } from "./bundle-words.ts";

interface ChosenFile {
  place: string;
  name: string;
  displayPath: string;
}

type Phase =
  | { name: "choosing"; problem: string | null }
  | { name: "writing"; file: ChosenFile; cancelling: boolean }
  | { name: "done"; file: ChosenFile; written: BundleExport };

const isUsable = ({ state, id }: ImageStatus): boolean => id !== null && (state === "ready" || state === "outdated");

/** Writes languages, with all that they need, into one file. */
export function ExportDialog({ images, onClose }: { images: readonly ImageStatus[]; onClose(): void }) {
  const { call } = useSession();
  const [phase, setPhase] = useState<Phase>({ name: "choosing", problem: null });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [key, setKey] = useState<ChosenFile | null>(null);

  const chosen = images.filter((image) => isUsable(image) && !left.has(image.tag));
  const sizeBytes = chosen.reduce((sum, image) => sum + (image.sizeBytes ?? 0), 0);

  const complain = (problem: string) => setPhase({ name: "choosing", problem });
  const chooseKey = async (create: boolean) => {
    const reply = await call("bundle.chooseKey", { create });
    if (!reply.ok) complain(reply.error.message);
    else if (reply.value.file) setKey(reply.value.file);
  };
  const write = async () => {
    const target = await call("bundle.chooseTarget", { name: "class" });
    if (!target.ok) return complain(target.error.message);
    const { file } = target.value;
    if (!file) return;
    setPhase({ name: "writing", file, cancelling: false });
    const languages = chosen.flatMap((image) => image.languages);
    const reply = await call("bundle.export", { place: file.place, languages, key: key?.place ?? null });
    if (reply.ok) setPhase({ name: "done", file, written: reply.value });
    else complain(reply.error.code === "cancelled" ? "" : reply.error.message);
  };
  const cancel = async (file: ChosenFile) => {
    setPhase({ name: "writing", file, cancelling: true });
    await call("bundle.cancel", {});
  };

  switch (phase.name) {
    case "choosing":
      return (
        <BundleFrame
          title="Export a bundle"
          isBusy={false}
          onClose={onClose}
          actions={
            <>
              <Button onClick={onClose}>Cancel</Button>
              <Button tone="primary" disabled={chosen.length === 0} onClick={() => void write()}>
                Export…
              </Button>
            </>
          }
        >
          <p className="dialog__text">
            One file with everything these languages need. Import it on a computer without internet, and they run there.
          </p>
          {phase.problem && <BundleLine tone="attention">{phase.problem}</BundleLine>}
          <ImageChoice
            images={images}
            isChosen={(image) => chosen.includes(image)}
            onToggle={({ tag }) => {
              const next = new Set(left);
              if (!next.delete(tag)) next.add(tag);
              setLeft(next);
            }}
          />
          <p className="bundle__total">
            <span>Size of the file, about</span>
            <strong>{formatBytes(sizeBytes * COMPRESSED_SHARE)}</strong>
          </p>
          <KeyChoice file={key} onChoose={(create) => void chooseKey(create)} onRemove={() => setKey(null)} />
        </BundleFrame>
      );
    case "writing":
      return (
        <BundleFrame
          title="Exporting a bundle"
          isBusy
          onClose={onClose}
          actions={
            <Button disabled={phase.cancelling} onClick={() => void cancel(phase.file)}>
              {phase.cancelling ? "Cancelling…" : "Cancel"}
            </Button>
          }
        >
          <p className="dialog__text">
            <span className="bundle__path">{phase.file.displayPath}</span>
          </p>
          <BundleProgressView label="Export" />
        </BundleFrame>
      );
    case "done":
      return (
        <BundleFrame
          title="The bundle is ready"
          isBusy={false}
          onClose={onClose}
          actions={
            <Button tone="primary" onClick={onClose}>
              Done
            </Button>
          }
        >
          <Written file={phase.file} written={phase.written} />
        </BundleFrame>
      );
  }
}

interface ImageChoiceProps {
  images: readonly ImageStatus[];
  isChosen(image: ImageStatus): boolean;
  onToggle(image: ImageStatus): void;
}

function ImageChoice({ images, isChosen, onToggle }: ImageChoiceProps) {
  const { stores } = useSession();
  const list = useStore(stores.languages, (known) => known.list);
  return (
    <fieldset className="bundle__choice">
      <legend>Languages</legend>
      {images.map((image) => (
        <label key={image.tag} className="bundle__item" data-usable={isUsable(image)}>
          <input
            type="checkbox"
            checked={isChosen(image)}
            disabled={!isUsable(image)}
            onChange={() => onToggle(image)}
          />
          <span className="bundle__name">
            {toList(image.languages.map((id) => list.find((language) => language.id === id)?.label ?? id))}
          </span>
          <span className="bundle__size">
            {isUsable(image) && image.sizeBytes !== null ? formatBytes(image.sizeBytes) : "Build it first"}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface KeyChoiceProps {
  file: ChosenFile | null;
  onChoose(create: boolean): void;
  onRemove(): void;
}

function KeyChoice({ file, onChoose, onRemove }: KeyChoiceProps) {
  return (
    <div className="bundle__key">
      <KeyRound size={18} aria-hidden />
      <div className="bundle__key-words">
        <p className="bundle__key-title">{file ? `Signed with ${file.name}` : "Not signed"}</p>
        <p className="bundle__quiet">
          {file
            ? `Hand out ${file.name}.pub, and keep ${file.name} to yourself.`
            : "With a signature, others can tell that the file comes from you and is unchanged."}
        </p>
      </div>
      {file ? (
        <Button size="small" onClick={onRemove}>
          Do not sign
        </Button>
      ) : (
        <div className="bundle__key-actions">
          <Button size="small" onClick={() => onChoose(false)}>
            Choose a key…
          </Button>
          <Button size="small" onClick={() => onChoose(true)}>
            New key…
          </Button>
        </div>
      )}
    </div>
  );
}

function Written({ file, written }: { file: ChosenFile; written: BundleExport }) {
  const { bytes, images, fingerprint } = written;
  return (
    <>
      <BundleLine tone="good">
        <p>
          <strong>{file.name}</strong>, {formatBytes(bytes)}, {images.length} {images.length === 1 ? "image" : "images"}
        </p>
        <p className="bundle__path">{file.displayPath}</p>
      </BundleLine>
      <ol className="bundle__steps">
        <li>Copy the file to a USB stick, or share it in your network.</li>
        <li>
          On every computer, open <strong>Images</strong> and import it there. That needs a container engine, and no
          internet.
        </li>
        {fingerprint !== null && (
          <li>
            There, the first bundle asks whether your key is trusted. Show these digits, so that they can be compared:
            <code className="bundle__fingerprint">{fingerprint}</code>
          </li>
        )}
      </ol>
    </>
  );
}
