import { CircleCheck } from "lucide-react";
import { formatDuration } from "#shared/format.ts";
import { Button } from "../ui/button.tsx";
import type { AddedLanguage } from "./adding-state.ts";
import "../ui/log-text.css";

interface AddedStepProps {
  added: AddedLanguage;
  onOpen(id: string): void;
  onClose(): void;
}

/** A language that was added, with what its sample printed to prove it. */
export function AddedStep({ added: { language, sample }, onOpen, onClose }: AddedStepProps) {
  const took = [
    ...(sample.compileMs === null ? [] : [`compiled in ${formatDuration(sample.compileMs)}`]),
    `ran in ${formatDuration(sample.wallMs)}`,
  ];
  return (
    <>
      <p className="add-language__good" role="status">
        <CircleCheck size={18} aria-hidden />
        Its image is built, and its sample {took.join(" and ")}.
      </p>
      <figure className="add-language__sample">
        <figcaption>What the sample printed</figcaption>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <pre className="log-text" tabIndex={0}>
          {sample.stdout}
        </pre>
      </figure>
      <div className="dialog__actions">
        <Button onClick={onClose}>Close</Button>
        <Button tone="primary" onClick={() => onOpen(language.id)}>
          Open the sample
        </Button>
      </div>
    </>
  );
}
