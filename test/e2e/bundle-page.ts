import type { Locator, Page } from "playwright-core";
import { answerDialogs } from "./dialogs.ts";
import type { OpenedApp } from "./open-app.ts";

/** The dialogs in which bundles are exported and imported, as a person uses them. */
export class BundlePage {
  readonly #opened: OpenedApp;
  readonly page: Page;

  constructor(opened: OpenedApp) {
    this.#opened = opened;
    this.page = opened.page;
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  button(name: string): Locator {
    return this.dialog.getByRole("button", { name, exact: true });
  }

  /** Waits for a dialog with this title. */
  async untilTitled(title: string): Promise<void> {
    await this.dialog.getByRole("heading", { name: title }).waitFor({ timeout: 80_000 });
  }

  /** Chooses in the menu of bundles. */
  async choose(item: "Export bundle…" | "Import bundle…"): Promise<void> {
    await this.page.getByRole("button", { name: "Bundle", exact: true }).click();
    await this.page.getByRole("menuitem", { name: item }).click();
  }

  async openExport(): Promise<void> {
    await this.choose("Export bundle…");
    await this.untilTitled("Export a bundle");
  }

  async makeKey(path: string): Promise<void> {
    await answerDialogs(this.#opened.app, { save: path });
    await this.button("New key…").click();
    await this.dialog.getByText("Signed with").waitFor();
  }

  async beginExport(path: string): Promise<void> {
    await answerDialogs(this.#opened.app, { save: path });
    await this.button("Export…").click();
  }

  async openImport(path: string): Promise<void> {
    await answerDialogs(this.#opened.app, { open: [path] });
    await this.choose("Import bundle…");
  }
}
