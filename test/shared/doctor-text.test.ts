import { expect, test } from "vitest";
import { toDoctorText, withoutNames } from "#shared/doctor-text.ts";

test.each([
  ["Looked at /home/ada/.docker/run/docker.sock: no socket there", "Looked at <path>: no socket there"],
  ["unix:///run/user/1000/docker.sock refused", "unix://<path> refused"],
  ["npipe:////./pipe/docker_engine, then tcp://10.0.0.7:2376", "npipe://<path>, then tcp://<host>"],
  ["ssh://ada@school-server/ cannot be reached", "ssh://<host>/ cannot be reached"],
  ["C:\\Users\\Ada\\Sandpit is full", "<path> is full"],
  ["/Users/ada/Library is full.", "<path> is full."],
  ["in ~/projects", "in <path>"],
  ["Nothing outside /tmp can be written.", "Nothing outside /tmp can be written."],
  ["/var/run/docker.sock: permission denied", "/var/run/docker.sock: permission denied"],
  ["python3: Python 3.11.7 and 1/2 of it", "python3: Python 3.11.7 and 1/2 of it"],
  ["The computer ada-laptop of ada, not adapted", "The computer <name> of <name>, not adapted"],
])("%j", (text, hidden) => {
  expect(withoutNames(text, ["ada", "ada-laptop", ""])).toBe(hidden);
});

test("findings are a block of lines each, with what to do", () => {
  const text = toDoctorText([
    { id: "engine", title: "Container engine", status: "fail", detail: "Looked at /home/ada/x.", remedy: "Start it." },
    { id: "clock", title: "Clock", status: "pass", detail: "It agrees." },
  ]);
  expect(text).toBe(
    "Sandpit doctor\n\nfail  Container engine\n      Looked at <path>.\n      → Start it.\npass  Clock\n      It agrees.\n",
  );
});
