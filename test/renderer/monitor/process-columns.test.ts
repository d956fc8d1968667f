import { expect, it } from "vitest";
import { toProcessColumns } from "../../../renderer/monitor/process-columns.ts";

it("leaves out what a learner has no use for", () => {
  const table = {
    titles: ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"],
    rows: [["10001", "7", "1", "36", "14:29", "?", "00:00:07", "python3 main.py"]],
  };
  expect(toProcessColumns(table)).toEqual({
    titles: ["PID", "UID", "C", "TIME", "CMD"],
    rows: [["7", "10001", "36", "00:00:07", "python3 main.py"]],
  });
});

it("shows everything where the names are not known", () => {
  const table = { titles: ["Prozess", "Befehl"], rows: [["7", "python3"]] };
  expect(toProcessColumns(table)).toEqual(table);
});
