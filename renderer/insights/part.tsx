import type { ReactNode } from "react";

/** A piece of the insights under its own heading. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = `insights-${title.toLowerCase().replaceAll(/\W+/g, "-")}`;
  return (
    <section className="insights__part" aria-labelledby={id}>
      <h2 className="insights__title" id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}
