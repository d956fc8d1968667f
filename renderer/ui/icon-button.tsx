import type { ComponentProps } from "react";

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "title" | "type"> {
  /** What it does; spoken, and shown on hover. */
  label: string;
  /** How the keyboard does the same. */
  shortcut?: string;
}

/** A button with nothing but an icon, which therefore always has a name. Disabled, it is as a `Button` is. */
export function IconButton({
  label,
  shortcut,
  className = "",
  disabled = false,
  onClick,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onClick}
      {...rest}
    >
      {children}
    </button>
  );
}
