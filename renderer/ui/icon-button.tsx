import type { ComponentProps } from "react";

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "title" | "type"> {
  /** What it does; spoken, and shown on hover. */
  label: string;
  /** How the keyboard does the same. */
  shortcut?: string;
}

/** A button with nothing but an icon, which therefore always has a name. */
export function IconButton({ label, shortcut, className = "", children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      {...rest}
    >
      {children}
    </button>
  );
}
