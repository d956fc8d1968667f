import type { Locator, Page } from "playwright-core";

/** The doctor, as a person uses it. */
export class DoctorPage {
  readonly page: Page;
  readonly findings: Locator;
  readonly again: Locator;
  readonly copy: Locator;

  constructor(page: Page) {
    this.page = page;
    this.findings = page.getByRole("region", { name: "Findings" });
    this.again = page.getByRole("button", { name: "Run again" });
    this.copy = page.getByRole("button", { name: "Copy as text" });
  }

  async open(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Doctor" }).click();
    await this.page.getByRole("heading", { level: 1, name: "Doctor" }).waitFor();
  }

  /** Waits until it has looked at everything. */
  async untilExamined(): Promise<void> {
    await this.findings.locator("[data-check]").first().waitFor({ timeout: 45_000 });
    await this.again.and(this.page.locator(":enabled")).waitFor({ timeout: 45_000 });
  }

  check(id: string): Locator {
    return this.findings.locator(`[data-check="${id}"]`);
  }
}
