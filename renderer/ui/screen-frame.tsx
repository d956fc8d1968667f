import { type ReactNode, useEffect, useRef } from "react";
import "./screen-frame.css";

interface ScreenFrameProps {
  title: string;
  /** One quiet line on what is seen here. */
  lead?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** What every screen beside the code screen looks like. Its title takes the focus, so that a reader begins there. */
export function ScreenFrame({ title, lead, actions, className = "", children }: ScreenFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <main className={`screen ${className}`}>
      <header className="screen__head">
        <div className="screen__titles">
          <h1 className="screen__title" tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {lead !== undefined && <p className="screen__lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="screen__actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}
