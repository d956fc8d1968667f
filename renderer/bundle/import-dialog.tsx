import { useEffect, useRef, useState } from "react";
import type { BundleContents, BundleImport } from "#shared/bundle.ts";
import { formatBytes } from "#shared/format.ts";
import { showScreen } from "../session/show-screen.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { BundleFrame } from "./bundle-frame.tsx";
import { BundleLine } from "./bundle-line.tsx";
import { BundleProgressView } from "./bundle-progress.tsx";
import { toList } from "./bundle-words.ts";
import { openSamples } from "./open-samples.ts";

type Phase =
  | { name: "examining" }
  | { name: "contents"; contents: BundleContents; problem: string | null }
  | { name: "importing"; contents: BundleContents }
  | { name: "done"; contents: BundleContents; imported: BundleImport }
  | { name: "refused"; message: string };

interface ImportDialogProps {
  file: { place: string; name: string; displayPath: string };
  onClose(): void;
}

/** Examines a bundle, shows what is in it and who signed it, and imports it. */
export function ImportDialog({ file, onClose }: ImportDialogProps) {
  const session = useSession();
  const { call, isolation } = session;
  const { place } = file;
  const [phase, setPhase] = useState<Phase>({ name: "examining" });
  const [cancelling, setCancelling] = useState(false);
  const hasLeft = useRef(false);
  const asked = useRef<string | null>(null);

  useEffect(() => {
    hasLeft.current = false;
    const leave = () => {
      hasLeft.current = true;
    };
    // In development every effect is run twice; one examination is enough.
    if (asked.current === place) return leave;
    asked.current = place;
    void call("bundle.inspect", { place }).then((reply) => {
      if (hasLeft.current) return;
      if (reply.ok) setPhase({ name: "contents", contents: reply.value, problem: null });
      else if (reply.error.code === "cancelled") onClose();
      else setPhase({ name: "refused", message: reply.error.message });
    });
    return leave;
  }, [call, place, onClose]);

  const load = async (contents: BundleContents) => {
    setCancelling(false);
    setPhase({ name: "importing", contents });
    const reply = await call("bundle.import", { place });
    if (reply.ok) setPhase({ name: "done", contents, imported: reply.value });
    else setPhase({ name: "contents", contents, problem: reply.error.message });
    void isolation.listImages();
  };
  const trust = async (contents: BundleContents) => {
    const reply = await call("bundle.trust", { place });
    if (!reply.ok) setPhase({ name: "contents", contents, problem: reply.error.message });
    if (!reply.ok || !reply.value.trusted) return;
    await load({ ...contents, signature: { ...contents.signature, state: "trusted" } });
  };
  const cancel = async () => {
    setCancelling(true);
    await call("bundle.cancel", {});
  };
  const cancelButton = (
    <Button disabled={cancelling} onClick={() => void cancel()}>
      {cancelling ? "Cancelling…" : "Cancel"}
    </Button>
  );

  switch (phase.name) {
    case "examining":
      return (
        <BundleFrame title="Examining the bundle" isBusy onClose={onClose} actions={cancelButton}>
          <p className="dialog__text bundle__path">{file.displayPath}</p>
          <BundleProgressView label="Examination" />
        </BundleFrame>
      );
    case "refused":
      return (
        <BundleFrame
          title="This bundle is refused"
          isBusy={false}
          onClose={onClose}
          actions={<Button onClick={onClose}>Close</Button>}
        >
          <p className="dialog__text bundle__path">{file.displayPath}</p>
          <BundleLine tone="attention">
            <p>{phase.message}</p>
            <p className="bundle__quiet">Nothing of it was loaded or changed.</p>
          </BundleLine>
        </BundleFrame>
      );
    case "contents": {
      const { contents, problem } = phase;
      const { state } = contents.signature;
      return (
        <BundleFrame
          title={file.name}
          isBusy={false}
          onClose={onClose}
          actions={
            <>
              <Button onClick={onClose}>{contents.forbidden === null ? "Cancel" : "Close"}</Button>
              {contents.forbidden === null && (
                <Button tone="primary" onClick={() => void (state === "unknown" ? trust(contents) : load(contents))}>
                  {state === "unknown"
                    ? "Trust the key and import…"
                    : state === "unsigned"
                      ? "Import anyway"
                      : "Import"}
                </Button>
              )}
            </>
          }
        >
          {problem !== null && <BundleLine tone="attention">{problem}</BundleLine>}
          <Contents contents={contents} />
        </BundleFrame>
      );
    }
    case "importing":
      return (
        <BundleFrame title="Importing the bundle" isBusy onClose={onClose} actions={cancelButton}>
          <p className="dialog__text bundle__path">{file.displayPath}</p>
          <BundleProgressView label="Import" />
        </BundleFrame>
      );
    case "done": {
      const { contents, imported } = phase;
      const labels = contents.languages.filter(({ id }) => imported.languages.includes(id)).map(({ label }) => label);
      const list = session.stores.languages.getState().list;
      const samples = imported.samples.filter(({ content }) => !list.some(({ sample }) => sample === content));
      const leave = () => {
        onClose();
        showScreen(session, "code");
      };
      return (
        <BundleFrame
          title="The bundle is imported"
          isBusy={false}
          onClose={onClose}
          actions={
            <>
              <Button onClick={onClose}>Close</Button>
              {samples.length === 0 ? (
                <Button tone="primary" onClick={leave}>
                  Write a program
                </Button>
              ) : (
                <Button
                  tone="primary"
                  onClick={() => {
                    openSamples(session, samples);
                    leave();
                  }}
                >
                  {samples.length === 1 ? "Open its program" : `Open its ${samples.length} programs`}
                </Button>
              )}
            </>
          }
        >
          <BundleLine tone="good">
            <p>
              <strong>{toList(labels)}</strong> {labels.length === 1 ? "runs" : "run"} on this computer now, without
              internet.
            </p>
          </BundleLine>
        </BundleFrame>
      );
    }
  }
}

function Contents({ contents }: { contents: BundleContents }) {
  const { createdAt, bytes, languages, images, signature, forbidden } = contents;
  const imageBytes = images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <>
      <dl className="bundle__facts">
        <dt>Languages</dt>
        <dd>{toList(languages.map(({ label }) => label))}</dd>
        <dt>Images</dt>
        <dd>
          {images.length}, {formatBytes(imageBytes)} when loaded
        </dd>
        <dt>File</dt>
        <dd>
          {formatBytes(bytes)}, written {new Date(createdAt).toLocaleString()}
        </dd>
      </dl>
      <Signature signature={signature} forbidden={forbidden} />
    </>
  );
}

function Signature({ signature, forbidden }: Pick<BundleContents, "signature" | "forbidden">) {
  const { state, fingerprint } = signature;
  const digits = fingerprint !== null && <code className="bundle__fingerprint">{fingerprint}</code>;
  if (forbidden !== null) {
    return (
      <BundleLine tone="attention">
        <p className="bundle__key-title">It may not be imported here</p>
        <p>{forbidden}</p>
        {digits}
      </BundleLine>
    );
  }
  switch (state) {
    case "trusted":
      return (
        <BundleLine tone="good">
          <p className="bundle__key-title">Signed with a key that you trust</p>
          <p className="bundle__quiet">Every byte is as it was signed.</p>
        </BundleLine>
      );
    case "unknown":
      return (
        <BundleLine tone="attention">
          <p className="bundle__key-title">Signed with a key that is new here</p>
          <p>Compare these digits with whoever made the bundle:</p>
          {digits}
        </BundleLine>
      );
    case "unsigned":
      return (
        <BundleLine tone="attention">
          <p className="bundle__key-title">Nobody has signed it</p>
          <p>The file is complete, but anybody may have made it. Import it only if you know where it comes from.</p>
        </BundleLine>
      );
  }
}
