import { AxeBuilder } from "@axe-core/playwright";
import { chooseTheme } from "./menu.ts";
import type { OpenedApp } from "./open-app.ts";

/** What axe finds in the window as it is, in both themes, one line each. No rule is left out. */
export async function findViolations(opened: OpenedApp): Promise<string[]> {
  const { page } = opened;
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await chooseTheme(opened, theme);
    // Electron has no second window in which axe could put its results together; the page has no frames anyway.
    const results = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    for (const { id, nodes } of results.violations)
      for (const { html, failureSummary } of nodes) found.push(`${theme} ${id}: ${html} ${failureSummary ?? ""}`);
  }
  return found;
}
