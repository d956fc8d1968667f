import "./progress-bar.css";

interface ProgressBarProps {
  /** What is under way, for those who do not see the bar. */
  label: string;
  percent: number;
  /** In place of the percentage, for those who do not see the bar. */
  words?: string;
}

/** How far something is. It is never quite empty, so that one sees where it will grow. */
export function ProgressBar({ label, percent, words }: ProgressBarProps) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuetext={words}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div className="progress__fill" style={{ width: `${Math.max(2, percent)}%` }} />
    </div>
  );
}
