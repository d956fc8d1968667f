import type { Preferences } from "#shared/preferences.ts";

type Theme = Preferences["theme"];

const ORDER: readonly Theme[] = ["system", "light", "dark"];

/** The theme that the switch goes to next. */
export function toNextTheme(theme: Theme): Theme {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? "system";
}

/** The theme that a menu command chooses. */
export function toTheme(command: `view.theme.${Theme}`): Theme {
  return command.slice("view.theme.".length) as Theme;
}

/**
 * How much larger the interface's own text gets where the code is shown large, as for a class: less than the code, and
 * never so much that it outgrows its buttons.
 */
export function toInterfaceScale(fontSize: number): number {
  return Math.min(1.25, Math.max(1, 1 + (fontSize - 14) * 0.03));
}

/** Puts the appearance on the page; `system` leaves the choice to the style sheet's media query. */
export function applyAppearance(root: HTMLElement, { theme, fontSize }: Pick<Preferences, "theme" | "fontSize">): void {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.style.setProperty("--code-size", `${fontSize}px`);
  root.style.setProperty("--ui-scale", String(toInterfaceScale(fontSize)));
}
