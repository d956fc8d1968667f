import { LoaderCircle, type LucideIcon } from "lucide-react";

export type Tone = "good" | "attention" | "bad" | "active" | "quiet";

interface StateMarkProps {
  tone: Tone;
  icon: LucideIcon;
  children: string;
}

/** A state in a word, with an icon and a colour that say the same. */
export function StateMark({ tone, icon: Icon, children }: StateMarkProps) {
  return (
    <span className="state-mark" data-tone={tone}>
      <Icon size={16} className={Icon === LoaderCircle ? "spinner" : undefined} aria-hidden />
      {children}
    </span>
  );
}
