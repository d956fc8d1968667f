import type { Locator, Page } from "playwright-core";
import type { Outcome } from "#shared/run.ts";

const MOD = process.platform === "darwin" ? "Meta" : "Control";

/** The code screen, as a person uses it. */
export class CodePage {
  readonly page: Page;
  readonly editor: Locator;
  readonly output: Locator;
  readonly input: Locator;
  readonly verdict: Locator;
  readonly badge: Locator;
  readonly banner: Locator;
  readonly runButton: Locator;
  readonly runInsecurely: Locator;
  readonly stopButton: Locator;
  readonly files: Locator;
  readonly language: Locator;

  constructor(page: Page) {
    this.page = page;
    this.editor = page.locator(".cm-content");
    this.output = page.getByRole("log", { name: "Program output" });
    this.input = page.getByRole("textbox", { name: "Program input" });
    this.verdict = page.getByRole("status", { name: "Verdict" });
    this.badge = page.getByRole("button", { name: /^Isolation:/ });
    this.banner = page.getByRole("alert").filter({ hasText: "Not isolated." });
    this.runButton = page.getByRole("button", { name: "Run", exact: true });
    this.runInsecurely = page.getByRole("button", { name: "Run without isolation" });
    this.stopButton = page.getByRole("button", { name: "Stop", exact: true });
    this.language = page.getByRole("button", { name: /^Language:/ });
    this.files = page.getByRole("tablist", { name: "Files" });
  }

  /** Comes back from another screen. */
  async goTo(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Code" }).click();
    await this.editor.waitFor();
  }

  /** Puts a program into the editor, over what is there. */
  async write(code: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press(`${MOD}+a`);
    await this.page.keyboard.insertText(code);
  }

  /** Goes on in another language, by its name or the beginning of it. */
  async chooseLanguage(name: string): Promise<void> {
    await this.language.click();
    await this.page.getByRole("menuitemradio", { name }).click();
    await this.language.and(this.page.getByRole("button", { name })).waitFor();
  }

  /** The editor's text, line by line as it is shown. */
  async text(): Promise<string> {
    return (await this.editor.locator(".cm-line").allInnerTexts())
      .map((line) => (line === "\n" ? "" : line))
      .join("\n");
  }

  async runProgram(code: string): Promise<void> {
    await this.write(code);
    await this.runButton.click();
  }

  /** Waits until the run has ended in this way. */
  async untilEnded(outcome: Outcome): Promise<void> {
    await this.verdict.and(this.page.locator(`[data-outcome="${outcome}"]`)).waitFor({ timeout: 45_000 });
  }

  async untilIsolation(state: "checking" | "isolated" | "not_isolated" | "none"): Promise<void> {
    await this.badge.and(this.page.locator(`[data-state="${state}"]`)).waitFor({ timeout: 20_000 });
  }

  /** Isolated, and a sandbox waits: nothing will change by itself any more. */
  async untilWarm(): Promise<void> {
    await this.badge.and(this.page.locator('[data-state="isolated"][data-warm="true"]')).waitFor({ timeout: 45_000 });
  }

  tab(name: string): Locator {
    return this.files.getByRole("tab", { name: new RegExp(`^${name}`) });
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys.replace("Mod", MOD));
  }
}
