import type { Locator, Page } from "playwright-core";

/** The history, as a person uses it. */
export class HistoryPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly search: Locator;
  readonly details: Locator;
  readonly lead: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole("grid", { name: "Runs" });
    this.search = page.getByRole("searchbox", { name: "Search in the code" });
    this.details = page.getByRole("complementary", { name: "Run" });
    this.lead = page.locator(".screen__lead");
  }

  async open(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "History" }).click();
    await this.page.getByRole("heading", { level: 1, name: "History" }).waitFor();
  }

  get rows(): Locator {
    return this.grid.locator("tbody tr[id]");
  }

  /** The row of a run, by its number. */
  row(seq: number): Locator {
    return this.page.locator(`[id="run-${seq}"]`);
  }

  /** What stands in a column, from the top. */
  column(name: "ending" | "language" | "code" | "backend" | "source"): Promise<string[]> {
    return this.rows.locator(`[data-column="${name}"]`).allInnerTexts();
  }

  async narrow(label: "Language" | "Ending" | "Isolation" | "From" | "Time", option: string): Promise<void> {
    await this.page.getByRole("combobox", { name: label }).selectOption({ label: option });
  }

  async choose(...seqs: number[]): Promise<void> {
    for (const seq of seqs) await this.page.getByRole("checkbox", { name: `Choose run ${seq}`, exact: true }).check();
  }

  /** Waits until the details of this run are there. */
  async openRun(seq: number): Promise<void> {
    await this.row(seq).locator('[data-column="code"]').click();
    await this.details.getByRole("heading", { level: 2, name: `Run ${seq} ·` }).waitFor();
    await this.details.getByRole("heading", { level: 3, name: "Facts" }).waitFor();
  }
}
