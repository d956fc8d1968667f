import type { Locator, Page } from "playwright-core";
import type { ImageState } from "#shared/images.ts";

/** The images screen, as a person uses it. */
export class ImagesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Images" }).click();
    await this.page.getByRole("heading", { level: 1, name: "Images" }).waitFor();
  }

  /** The card of the image that is made of this folder. */
  card(folder: string): Locator {
    return this.page.locator(`li[data-folder="${folder}"]`);
  }

  async untilState(folder: string, state: ImageState): Promise<void> {
    await this.card(folder)
      .and(this.page.locator(`[data-state="${state}"]`))
      .waitFor({ timeout: 60_000 });
  }

  build(folder: string): Promise<void> {
    return this.card(folder)
      .getByRole("button", { name: /^(Build|Rebuild)$/ })
      .click();
  }

  progress(folder: string): Locator {
    return this.card(folder).getByRole("progressbar", { name: "Build progress" });
  }
}
