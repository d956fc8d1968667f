// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { SETTING_KEYS, SETTINGS, type SettingEntry, type SettingKey } from "#shared/settings.ts";
import { createSession } from "../../../renderer/session/session.ts";
import { toAppearance } from "../../../renderer/settings/appearance.ts";
import { toAuditWords } from "../../../renderer/settings/audit-words.ts";
import { parseNumber, toFieldText, toRangeWords, toValueWords } from "../../../renderer/settings/setting-text.ts";
import {
  countOwn,
  reduceSettings,
  type SettingsAction,
  toShownGroups,
  UNKNOWN_SETTINGS,
} from "../../../renderer/settings/settings-state.ts";
import { createFakeBridge } from "../fake-bridge.ts";

const entry = (key: SettingKey, fields: Partial<SettingEntry> = {}): SettingEntry => {
  const { default: value, ...definition } = SETTINGS[key];
  const [min, max] = definition.kind === "number" ? [definition.min, definition.max] : [null, null];
  return { key, value, source: "default", lockedBy: null, min, max, ceilingBy: null, ...fields };
};
const numberOf = (key: SettingKey) => SETTINGS[key] as Extract<(typeof SETTINGS)[SettingKey], { kind: "number" }>;
const listed: SettingsAction = {
  ...{ type: "listed", entries: SETTING_KEYS.map((key) => entry(key)), notice: null },
  policy: {
    ...{ state: "none", path: "/p", by: null, message: null, forbidsLocal: null, forbidsHttp: null },
    ...{ forbidsUnsigned: null, trustedKeys: null },
  },
};
const reduce = (...actions: SettingsAction[]) => actions.reduce(reduceSettings, UNKNOWN_SETTINGS);

describe("values as people write them", () => {
  test.each([
    ["limits.wallMs", "30", "0.1 to 600 s"],
    ["limits.memoryBytes", "128", "32 to 4096 MB"],
    ["limits.outputBytes", "10", "1 byte to 16384 KB"],
    ["limits.cpus", "0.5", undefined],
    ["pool.idleMs", "10", "1 to 1440 min"],
    ["window.fontSize", "14", "10 to 32 px"],
    ["http.port", "47311", "0 to 65535"],
  ] as const)("%s is %s", (key, text, range) => {
    expect(toFieldText(SETTINGS[key], SETTINGS[key].default)).toBe(text);
    if (range) expect(toRangeWords(numberOf(key), entry(key))).toBe(range);
  });
  test("every number goes into its field and back unchanged", () => {
    for (const key of SETTING_KEYS) {
      const definition = SETTINGS[key];
      if (definition.kind !== "number") continue;
      for (const value of [definition.min, definition.max, definition.default as number])
        expect(parseNumber(definition, entry(key), toFieldText(definition, value)), key).toEqual({ ok: true, value });
    }
  });
  test("choices and switches have words", () => {
    expect(toValueWords(SETTINGS["window.theme"], "dark")).toBe("Dark");
    expect(toValueWords(SETTINGS["http.enabled"], false)).toBe("off");
    expect(toValueWords(SETTINGS["engine.address"], "")).toBe("found automatically");
  });
});

describe("what is typed", () => {
  const parse = (key: SettingKey, text: string, fields: Partial<SettingEntry> = {}) =>
    parseNumber(numberOf(key), entry(key, fields), text);
  test.each([
    ["limits.wallMs", "1,5", 1_500],
    ["limits.cpus", " 0.25 ", 0.25],
    ["limits.memoryBytes", "64", 67_108_864],
    ["retention.runs", "10,000", 10_000],
    ["retention.runs", "10 000", 10_000],
  ] as const)("%s: “%s” is taken", (key, text, value) => expect(parse(key, text)).toEqual({ ok: true, value }));
  test.each([
    ["limits.wallMs", "soon", "is a number"],
    ["limits.wallMs", "", "is a number"],
    ["limits.wallMs", "1e9", "may be 0.1 to 600 s."],
    ["retention.days", "1.5", "whole number from 1 to 3650 days"],
  ] as const)("%s: “%s” is refused, with what to type", (key, text, words) =>
    expect(parse(key, text)).toEqual({ ok: false, message: expect.stringContaining(words) }),
  );
  test("a ceiling says who has set it", () => {
    expect(parse("limits.wallMs", "20", { max: 10_000, ceilingBy: "Room 12" })).toEqual({
      ...{ ok: false, message: "“Time” may be 0.1 to 10 s. Room 12 has set that." },
    });
  });
});

describe("the screen's state", () => {
  test("a refusal stands beside its setting until that is touched", () => {
    const refused = reduce(listed, { type: "refused", key: "http.port", message: "No." });
    expect(refused.refusals).toEqual({ "http.port": "No." });
    expect(reduceSettings(refused, { type: "touched", key: "http.port" }).refusals).toEqual({});
  });
  test("what has changed takes the place of what was", () => {
    const own = entry("pool.size", { value: 4, source: "user" });
    const state = reduce(listed, { type: "changed", entries: [own] });
    expect([state.entries?.["pool.size"], countOwn(state)]).toEqual([own, 1]);
  });
  test("a search finds by name, words, choices and group", () => {
    const found = (query: string) =>
      toShownGroups(reduce(listed, { type: "searched", query })).flatMap(({ entries }) =>
        entries.map(({ key }) => key),
      );
    expect(found("memory swap")).toEqual(["limits.memoryBytes"]);
    expect(found("RETENTION.days")).toEqual(["retention.days"]);
    expect(found("only in a container")).toEqual(["backendPolicy"]);
    expect(found("http api")).toEqual(expect.arrayContaining(["http.enabled", "http.port"]));
    expect(found("")).toHaveLength(SETTING_KEYS.length);
    expect(found("zebra")).toEqual([]);
  });
  test.each<[string, SettingKey[]]>([
    ["timeout", ["limits.wallMs", "pool.idleMs"]],
    ["seconds", ["limits.wallMs"]],
    ["color", ["window.theme"]],
    // And not "program", which is nearly everywhere.
    ["ram", ["limits.memoryBytes"]],
    ["locked", ["pool.size"]],
    ["locked room 12", ["pool.size"]],
  ])("a search for “%s” finds what is meant by it", (query, keys) => {
    const locked: SettingsAction = { type: "changed", entries: [entry("pool.size", { lockedBy: "Room 12" })] };
    const groups = toShownGroups(reduce(listed, locked, { type: "searched", query }));
    expect(groups.flatMap(({ entries }) => entries.map(({ key }) => key))).toEqual(keys);
  });
});

describe("a change that removes runs", () => {
  const open = async (runs: number) => {
    const bridge = createFakeBridge({
      answers: {
        "history.previewPrune": () => ({ ok: true, value: { runs, auditRecords: 0 } }),
        "settings.set": ({ changes }) => ({
          ok: true,
          value: { entries: [entry("retention.days", { value: changes["retention.days"] as number })] },
        }),
        "settings.reset": () => ({ ok: true, value: { entries: [] } }),
      },
    });
    const session = createSession(bridge);
    session.stores.settings.dispatch(listed);
    const sent = () => bridge.calls.map(({ name }) => name).filter((name) => /^settings\.(set|reset)$/.test(name));
    return { ...session, sent, days: () => session.stores.settings.getState().entries?.["retention.days"]?.value };
  };

  test("is asked about, and made only where the user agrees", async () => {
    const { settings, stores, sent, days } = await open(40);
    await settings.change("retention.days", 9);
    expect(stores.settings.getState().question?.loss).toEqual({ runs: 40, auditRecords: 0 });
    // The field that has lost the focus to the question.
    await settings.change("retention.days", 9);
    settings.decline();
    expect([stores.settings.getState().question, sent(), days()]).toEqual([null, [], 90]);
    await settings.change("retention.days", 9);
    await settings.agree();
    expect([stores.settings.getState().question, sent(), days()]).toEqual([null, ["settings.set"], 9]);
  });
  test("is not asked about where it removes none", async () => {
    const { settings, stores, sent } = await open(0);
    await settings.change("retention.days", 9);
    expect([stores.settings.getState().question, sent()]).toEqual([null, ["settings.set"]]);
  });
  test("is asked about where a default removes some", async () => {
    const { settings, stores, sent } = await open(40);
    const own = entry("retention.days", { value: 365, source: "user" });
    stores.settings.dispatch({ type: "changed", entries: [own] });
    await settings.reset();
    expect(stores.settings.getState().question?.loss).toEqual({ runs: 40, auditRecords: 0 });
    await settings.agree();
    expect(sent()).toEqual(["settings.reset"]);
  });
});

test("only what was changed changes how the window looks", () => {
  expect(toAppearance([entry("window.theme", { value: "dark" })])).toEqual({ theme: "dark" });
  expect(toAppearance([entry("pool.size")])).toEqual({});
});

test("the audit trail's report says what was read, or what is wrong", () => {
  const report = { ok: true, records: 3, firstSeq: 5, lastSeq: 7, pruned: 4, begunAnew: null, problem: null };
  expect(toAuditWords(report)).toBe(
    "3 records are as they were written, from number 5 to 7. 4 older ones were removed by age.",
  );
  expect(toAuditWords({ ...report, records: 1, pruned: 0, lastSeq: 5 })).toMatch(/^1 record is as it was written, /);
  const problem = { seq: 6, kind: "changed" as const, message: "Record 6 was changed." };
  expect(toAuditWords({ ...report, ok: false, problem })).toBe("Record 6 was changed.");
  const begunAnew = { at: "2026-03-02T10:00:00.000Z", file: "history.damaged-1.sqlite", lastSeq: 12 };
  expect(toAuditWords({ ...report, begunAnew })).toMatch(
    / The trail was begun anew at 2026-03-02T10:00:00.000Z, because the history was damaged; the one before, up to record 12 at least, is in history\.damaged-1\.sqlite\.$/,
  );
});
