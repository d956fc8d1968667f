import type { ComponentProps } from "react";

interface ButtonProps extends Omit<ComponentProps<"button">, "type"> {
  tone?: "plain" | "primary" | "danger" | "quiet";
  size?: "normal" | "small";
}

/**
 * A button with words. `primary` at most once in view; `danger` only for what gives up isolation. One that is disabled
 * can still have the focus: one that was just pressed would lose it otherwise, and its user the place.
 */
export function Button({
  tone = "plain",
  size = "normal",
  className = "",
  disabled = false,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={`button button--${tone} button--${size} ${className}`}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onClick}
      {...rest}
    />
  );
}
