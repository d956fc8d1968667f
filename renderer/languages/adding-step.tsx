import { Circle, CircleCheck, LoaderCircle } from "lucide-react";
import { BuildLog } from "../images/build-log.tsx";
import { BuildProgress } from "../images/build-progress.tsx";
import { Button } from "../ui/button.tsx";
import type { AddingState, AddStage } from "./adding-state.ts";
import "../images/images.css";

/** In the order in which they happen. */
const STAGES: readonly { stage: AddStage; label: string }[] = [
  { stage: "checking", label: "Check the files" },
  { stage: "building", label: "Build the image" },
  { stage: "starting", label: "Run the sample" },
];

interface AddingStepProps {
  state: Extract<AddingState, { step: "adding" }>;
  onCancel(): void;
}

/** A language being added: what is done, what is being done, and what its build says. */
export function AddingStep({ state: { check, stage, cancelling }, onCancel }: AddingStepProps) {
  const folder = check.language?.imageFolder ?? "";
  const at = STAGES.findIndex((one) => one.stage === stage);
  return (
    <>
      <ol className="add-stages" aria-label="Progress">
        {STAGES.map(({ stage: one, label }, index) => {
          const Icon = index < at ? CircleCheck : index === at ? LoaderCircle : Circle;
          return (
            <li key={one} className="add-stages__item" aria-current={index === at ? "step" : undefined}>
              <Icon size={18} className={index === at ? "spinner" : undefined} data-done={index < at} aria-hidden />
              {label}
              {index < at && <span className="visually-hidden">, done</span>}
            </li>
          );
        })}
      </ol>
      {stage === "building" ? (
        <BuildProgress folder={folder} cancelling={cancelling} onCancel={onCancel} />
      ) : (
        <div className="dialog__actions">
          <Button disabled={cancelling} onClick={onCancel}>
            {cancelling ? "Cancelling…" : "Cancel"}
          </Button>
        </div>
      )}
      <BuildLog folder={folder} isBuilding isFailed={false} />
    </>
  );
}
