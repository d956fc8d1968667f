import { ProgressBar } from "../ui/progress-bar.tsx";
import { toPercent, toProgressWords } from "./bundle-words.ts";
import { useBundleProgress } from "./use-bundle-progress.ts";

/** What is being done with a bundle, in bytes. */
export function BundleProgressView({ label }: { label: string }) {
  const progress = useBundleProgress();
  const percent = progress ? toPercent(progress) : 0;
  const { what, amount } = progress ? toProgressWords(progress) : { what: "Beginning", amount: "" };
  return (
    <div className="bundle__progress">
      <ProgressBar label={label} percent={percent} words={`${what} ${amount}`} />
      <p className="progress__words">
        <span>{what}</span>
        <span>{amount}</span>
      </p>
    </div>
  );
}
