import type { Locator, Page } from "playwright-core";
import type { SettingKey } from "#shared/settings.ts";

/** The settings, as a person uses them. */
export class SettingsPage {
  readonly page: Page;
  readonly search: Locator;
  readonly lead: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole("searchbox", { name: "Search settings" });
    this.lead = page.locator(".screen__lead");
  }

  async open(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Settings" }).click();
    await this.page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    await this.page.locator("[data-setting]").first().waitFor();
  }

  /** One setting, with all that is said of it. */
  row(key: SettingKey): Locator {
    return this.page.locator(`[data-setting="${key}"]`);
  }

  field(key: SettingKey): Locator {
    return this.row(key).locator("input, select, button[role=switch]");
  }

  /** Types a value, and leaves the field. */
  async type(key: SettingKey, text: string): Promise<void> {
    await this.field(key).fill(text);
    await this.field(key).press("Enter");
  }
}
