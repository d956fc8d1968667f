/** How the user wants the window to look. */
export interface Preferences {
  theme: "system" | "light" | "dark";
  /** Editor and output, in CSS pixels. */
  fontSize: number;
  panelSide: "right" | "bottom";
  /** The run panel's share of the room, in percent. */
  panelPercent: number;
}

export const DEFAULT_PREFERENCES: Preferences = { theme: "system", fontSize: 14, panelSide: "right", panelPercent: 42 };
