import { describe, expect, it, vi } from "vitest";
import { createIsolationConsent } from "../../../electron/web/isolation-consent.ts";

describe("consent to run without isolation", () => {
  it("is not given until the user gives it, and is then not asked for again", async () => {
    const ask = vi.fn(async () => true);
    const consent = createIsolationConsent(ask);
    expect(consent.isGiven()).toBe(false);
    expect(await consent.request()).toBe(true);
    expect(await consent.request()).toBe(true);
    expect(consent.isGiven()).toBe(true);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("is asked for again after a refusal", async () => {
    const answers = [false, true];
    const consent = createIsolationConsent(async () => answers.shift() ?? false);
    expect(await consent.request()).toBe(false);
    expect(consent.isGiven()).toBe(false);
    expect(await consent.request()).toBe(true);
  });

  it("asks one question at a time", async () => {
    const ask = vi.fn(async () => true);
    const consent = createIsolationConsent(ask);
    await Promise.all([consent.request(), consent.request(), consent.request()]);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["the engine comes back", ["unavailable"], ["available"], false],
    ["the engine goes away", ["available"], ["unavailable"], false],
    ["the engine comes and goes", ["unavailable"], ["available", "unavailable"], false],
    ["the engine is still away, for another reason", ["unavailable"], ["unavailable"], true],
    ["the first look finds no engine", [], ["unavailable"], true],
    ["the first look finds an engine", [], ["available"], false],
  ] as const)("when %s", async (_name, before, after, expected) => {
    const consent = createIsolationConsent(async () => true);
    for (const state of before) consent.engineChanged(state);
    await consent.request();
    for (const state of after) consent.engineChanged(state);
    expect(consent.isGiven()).toBe(expected);
  });

  it("ends when the setting of where programs run changes, and with no other setting", async () => {
    const ask = vi.fn(async () => true);
    const consent = createIsolationConsent(ask);
    await consent.request();
    consent.settingsChanged([{ key: "window.theme" }, { key: "limits.wallMs" }]);
    expect(consent.isGiven()).toBe(true);
    consent.settingsChanged([{ key: "backendPolicy" }]);
    expect(consent.isGiven()).toBe(false);
    await consent.request();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it("is void where the setting changed while the question was open", async () => {
    const answer = Promise.withResolvers<boolean>();
    const consent = createIsolationConsent(() => answer.promise);
    const asked = consent.request();
    consent.settingsChanged([{ key: "backendPolicy" }]);
    answer.resolve(true);
    expect(await asked).toBe(false);
  });

  it("is void where the engine came back while the question was open", async () => {
    let answer: (agreed: boolean) => void = () => {};
    const consent = createIsolationConsent(() => new Promise((resolve) => (answer = resolve)));
    consent.engineChanged("unavailable");
    const asked = consent.request();
    consent.engineChanged("available");
    answer(true);
    expect(await asked).toBe(false);
    expect(consent.isGiven()).toBe(false);
  });
});
