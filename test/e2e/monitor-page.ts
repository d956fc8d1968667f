import type { Locator, Page } from "playwright-core";

/** The monitor, as a person uses it. */
export class MonitorPage {
  readonly page: Page;
  readonly screen: Locator;
  readonly grid: Locator;
  readonly filter: Locator;
  readonly others: Locator;
  readonly details: Locator;
  readonly lost: Locator;

  constructor(page: Page) {
    this.page = page;
    this.screen = page.getByRole("main").filter({ has: page.getByRole("heading", { level: 1, name: "Monitor" }) });
    this.grid = page.getByRole("grid", { name: "Containers" });
    this.filter = page.getByRole("searchbox", { name: "Filter containers" });
    this.others = page.getByRole("switch", { name: "Show other containers" });
    this.details = page.getByRole("complementary");
    this.lost = page.getByRole("status").filter({ hasText: "The container engine does not answer" });
  }

  async open(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Monitor" }).click();
    await this.page.getByRole("heading", { level: 1, name: "Monitor" }).waitFor();
  }

  /** The rows of what is there, without those that have ended. */
  get rows(): Locator {
    return this.grid.locator("tbody tr[id]:not([data-ended])");
  }

  get endedRows(): Locator {
    return this.grid.locator("tbody tr[id][data-ended]");
  }

  /** The row of one container, by its id as the engine has it. */
  row(id: string): Locator {
    return this.page.locator(`[id="container-${id}"]:not([data-ended])`);
  }

  /** What is shown in a column of a row. */
  cell(row: Locator, column: string): Locator {
    return row.locator(`[data-column="${column}"]`);
  }

  /** The number before the unit in a column: `49.8 % of 50 %` is 49.8. */
  async number(row: Locator, column: "cpu" | "memory"): Promise<number | null> {
    const text = await this.cell(row, column).locator(".containers__value").innerText({ timeout: 1_000 });
    const number = Number.parseFloat(text);
    return Number.isNaN(number) ? null : number;
  }
}
