import { CircleCheck, Info, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const ICONS = { good: CircleCheck, attention: TriangleAlert, quiet: Info, busy: LoaderCircle };

/** A sentence with an icon that says the same as its colour. */
export function BundleLine({ tone, children }: { tone: keyof typeof ICONS; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <div className="bundle__line" data-tone={tone} role={tone === "attention" ? "alert" : undefined}>
      <Icon size={18} className={tone === "busy" ? "spinner" : undefined} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
