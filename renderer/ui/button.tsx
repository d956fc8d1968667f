import type { ComponentProps } from "react";

interface ButtonProps extends Omit<ComponentProps<"button">, "type"> {
  tone?: "plain" | "primary" | "danger" | "quiet";
  size?: "normal" | "small";
}

/** A button with words. `primary` at most once in view; `danger` only for what gives up isolation. */
export function Button({ tone = "plain", size = "normal", className = "", ...rest }: ButtonProps) {
  return <button type="button" className={`button button--${tone} button--${size} ${className}`} {...rest} />;
}
