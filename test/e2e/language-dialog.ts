import type { Locator, Page } from "playwright-core";

/** The dialog in which a language is added, as a person uses it. */
export class LanguageDialog {
  readonly box: Locator;
  readonly addButton: Locator;
  readonly check: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.box = page.locator(".add-language");
    this.addButton = this.box.getByRole("button", { name: "Build and add" });
    this.check = this.box.getByRole("status", { name: "Check" });
  }

  async open(): Promise<void> {
    await this.page.getByRole("button", { name: "Add language…" }).click();
    await this.box.getByText("C (C17)").waitFor();
  }

  async choose(label: string): Promise<void> {
    await this.box.getByRole("button", { name: label }).click();
    await this.addButton.waitFor();
  }

  async startFrom(id: string): Promise<void> {
    await this.box.getByRole("textbox", { name: "Id of the new language" }).fill(id);
    await this.box.getByRole("button", { name: "Start from a template" }).click();
    await this.addButton.waitFor();
  }

  private async show(file: string): Promise<Locator> {
    await this.box.getByRole("tab", { name: file }).click();
    return this.box.getByRole("textbox", { name: `Content of ${file}` });
  }

  async text(file: string): Promise<string> {
    return (await this.show(file)).inputValue();
  }

  async write(file: string, change: (text: string) => string): Promise<void> {
    const field = await this.show(file);
    await field.fill(change(await field.inputValue()));
  }

  async add(): Promise<void> {
    await this.addButton.and(this.page.locator(":enabled")).click();
  }

  untilAdded(label: string): Promise<void> {
    return this.page.getByRole("dialog", { name: `${label} is ready` }).waitFor({ timeout: 60_000 });
  }
}
