import { Box, CircleCheck, HardDrive, LoaderCircle, Package, Sparkles, TriangleAlert } from "lucide-react";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { formatBytes } from "#shared/format.ts";
import type { CleanupItem, CleanupReport } from "#shared/monitor.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { useReturnFocus } from "../ui/use-return-focus.ts";
import { toCountWords, toResultWords } from "./cleanup-words.ts";
import "./clean-up.css";

type Phase =
  | { name: "looking" }
  | { name: "preview"; report: CleanupReport }
  | { name: "cleaning"; report: CleanupReport }
  | { name: "done"; report: CleanupReport }
  | { name: "problem"; message: string };

const KINDS = {
  container: { word: "Container", Icon: Box },
  image: { word: "Image", Icon: Package },
  build_cache: { word: "Build cache", Icon: HardDrive },
} as const;

/** Shows what Sandpit no longer needs before it removes anything, and what that has freed after. */
export function CleanUpDialog({ onClose }: { onClose(): void }) {
  const { call, isolation } = useSession();
  const returnFocus = useReturnFocus();
  const [phase, setPhase] = useState<Phase>({ name: "looking" });

  useEffect(() => {
    let left = false;
    void call("cleanup.preview", {}).then((reply) => {
      if (left) return;
      if (reply.ok) setPhase({ name: "preview", report: reply.value });
      else setPhase({ name: "problem", message: reply.error.message });
    });
    return () => {
      left = true;
    };
  }, [call]);

  const clean = async (report: CleanupReport) => {
    setPhase({ name: "cleaning", report });
    const reply = await call("cleanup.run", {});
    if (reply.ok) setPhase({ name: "done", report: reply.value });
    else setPhase({ name: "problem", message: reply.error.message });
    void isolation.listImages();
  };

  const isBusy = phase.name === "cleaning";
  return (
    <Dialog.Root open onOpenChange={(open) => !open && !isBusy && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-shade" />
        <Dialog.Content className="dialog clean-up" aria-describedby={undefined} onCloseAutoFocus={returnFocus}>
          <Dialog.Title className="dialog__title">Clean up</Dialog.Title>
          <div className="clean-up__body" aria-live="polite" aria-busy={phase.name === "looking" || isBusy}>
            <Body phase={phase} />
          </div>
          <div className="dialog__actions">
            {(phase.name === "preview" || phase.name === "cleaning") && phase.report.items.length > 0 ? (
              <>
                <Button disabled={isBusy} onClick={onClose}>
                  Cancel
                </Button>
                <Button tone="primary" disabled={isBusy} onClick={() => void clean(phase.report)}>
                  {isBusy ? "Removing…" : `Remove ${toCountWords(phase.report.items.length)}`}
                </Button>
              </>
            ) : (
              <Button onClick={onClose}>{phase.name === "looking" ? "Cancel" : "Close"}</Button>
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Body({ phase }: { phase: Phase }) {
  switch (phase.name) {
    case "looking":
      return (
        <p className="clean-up__line">
          <LoaderCircle size={18} className="spinner" aria-hidden />
          Looking for what Sandpit no longer needs…
        </p>
      );
    case "problem":
      return (
        <p className="clean-up__line" data-tone="attention" role="alert">
          <TriangleAlert size={18} aria-hidden />
          {phase.message}
        </p>
      );
    case "preview":
    case "cleaning":
      return <Preview report={phase.report} />;
    case "done":
      return <Result report={phase.report} />;
  }
}

function Preview({ report }: { report: CleanupReport }) {
  const { items, totalBytes } = report;
  if (items.length === 0) {
    return (
      <div className="blank clean-up__blank">
        <Sparkles size={28} strokeWidth={1.5} aria-hidden />
        <p className="blank__title">Nothing to clean up</p>
        <p>Sandpit has left nothing behind on this engine.</p>
      </div>
    );
  }
  return (
    <>
      <p className="dialog__text">
        Only what Sandpit made and no longer needs. Your programs, the images in use and everything else on this engine
        stay.
      </p>
      <Items items={items} />
      <p className="clean-up__total">
        <span>Together</span>
        <strong>{formatBytes(totalBytes)}</strong>
      </p>
    </>
  );
}

function Items({ items }: { items: readonly CleanupItem[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <ul className="clean-up__items" aria-label="What would be removed" tabIndex={0}>
      {items.map(({ kind, id, name, sizeBytes, reason }) => {
        const { word, Icon } = KINDS[kind];
        return (
          <li key={`${kind} ${id}`} className="clean-up__item">
            <Icon size={16} aria-hidden />
            <div>
              <p className="clean-up__name">
                {word} <code>{name}</code>
              </p>
              <p className="clean-up__reason">{reason}</p>
            </div>
            <span className="clean-up__size">{formatBytes(sizeBytes)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Result({ report }: { report: CleanupReport }) {
  const { failures } = report;
  return (
    <>
      <p className="clean-up__line" data-tone={failures.length > 0 ? "attention" : "good"}>
        {failures.length > 0 ? <TriangleAlert size={18} aria-hidden /> : <CircleCheck size={18} aria-hidden />}
        <strong>{toResultWords(report)}</strong>
      </p>
      {failures.length > 0 && (
        <ul className="clean-up__items" aria-label="What could not be removed">
          {failures.map(({ item, message }) => (
            <li key={item.id} className="clean-up__item">
              <TriangleAlert size={16} aria-hidden />
              <div>
                <p className="clean-up__name">{item.name}</p>
                <p className="clean-up__reason">{message}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
