import { toPercent, toProgressWords } from "./bundle-words.ts";
import { useBundleProgress } from "./use-bundle-progress.ts";

/** What is being done with a bundle, in bytes. */
export function BundleProgressView({ label }: { label: string }) {
  const progress = useBundleProgress();
  const percent = progress ? toPercent(progress) : 0;
  const { what, amount } = progress ? toProgressWords(progress) : { what: "Beginning", amount: "" };
  return (
    <div className="bundle__progress">
      <div
        className="progress"
        role="progressbar"
        aria-label={label}
        aria-valuetext={`${what} ${amount}`}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className="progress__fill" style={{ width: `${Math.max(2, percent)}%` }} />
      </div>
      <p className="progress__words">
        <span>{what}</span>
        <span>{amount}</span>
      </p>
    </div>
  );
}
