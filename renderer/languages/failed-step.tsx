import { CircleX } from "lucide-react";
import type { Failure } from "#shared/errors.ts";
import { BuildFailureView } from "../images/build-failure-view.tsx";
import { BuildLog } from "../images/build-log.tsx";
import { toBuildFailure } from "../images/to-build-failure.ts";
import { Button } from "../ui/button.tsx";
import type { AddingState } from "./adding-state.ts";
import "../images/images.css";

interface FailedStepProps {
  state: Extract<AddingState, { step: "failed" }>;
  onBack(): void;
  onClose(): void;
}

/** Why a language was not added, and the way back to its files. Nothing of it is left behind. */
export function FailedStep({ state: { check, failure }, onBack, onClose }: FailedStepProps) {
  const build = toBuildFailure(failure);
  return (
    <>
      {build ? <BuildFailureView failure={build} /> : <Reason failure={failure} />}
      <BuildLog folder={check.language?.imageFolder ?? ""} isBuilding={false} isFailed={build !== null} />
      <div className="dialog__actions">
        <Button onClick={onClose}>Close</Button>
        <Button tone="primary" onClick={onBack}>
          Back to the files
        </Button>
      </div>
    </>
  );
}

function Reason({ failure }: { failure: Failure }) {
  return (
    <div className="build-failure" role="alert">
      <CircleX size={18} aria-hidden />
      <p className="build-failure__words">{failure.message}</p>
    </div>
  );
}
