import { describe, expect, test } from "vitest";
import type { EngineStatus } from "#shared/engine.ts";
import { type RawInfo, type RawVersion, toEngineFacts } from "../../../../electron/core/engine/engine-facts.ts";
import { toDiskCheck } from "../../../../electron/core/monitor/disk-checks.ts";
import { toConnectionChecks, toEngineChecks } from "../../../../electron/core/monitor/engine-checks.ts";

const DOCKER_VERSION: RawVersion = {
  Components: [
    { Name: "Engine", Version: "20.10.24+dfsg1" },
    { Name: "runc", Version: "1.1.5+ds1" },
  ],
};
const PODMAN_VERSION: RawVersion = {
  Components: [
    { Name: "Podman Engine", Version: "4.3.1" },
    { Name: "Conmon", Version: "conmon version 2.1.6, commit: unknown" },
    { Name: "OCI Runtime (crun)", Version: "crun version 1.8.1\ncommit: f8a096be\nspec: 1.0.0" },
  ],
};
const INFO: RawInfo = {
  CgroupVersion: "1",
  CgroupDriver: "cgroupfs",
  SecurityOptions: ["name=seccomp,profile=default"],
  DockerRootDir: "/var/lib/docker",
  SystemTime: "2026-01-01T00:00:00.123456789Z",
  Name: "laptop",
};
const status: Extract<EngineStatus, { state: "available" }> = {
  ...{ state: "available", product: "Docker", version: "20.10.24", apiVersion: "1.41", id: "x" },
  ...{ operatingSystem: "Debian", origin: "Docker", address: "unix:///var/run/docker.sock" },
  ...{ machine: null, encryption: null },
};
const judge = (info: RawInfo, version = DOCKER_VERSION, platform: NodeJS.Platform = "linux") => {
  const nowMs = Date.parse("2026-01-01T00:00:01Z");
  const checks = toEngineChecks(status, toEngineFacts(version, { ...INFO, ...info }), { platform, nowMs });
  return Object.fromEntries(checks.map((check) => [check.id.replace("engine.", ""), check]));
};

describe("the runtime is found", () => {
  test.each<[string, RawVersion, RawInfo, unknown]>([
    ["among Docker's components", DOCKER_VERSION, {}, { name: "runc", version: "1.1.5+ds1" }],
    ["among Podman's", PODMAN_VERSION, {}, { name: "crun", version: "1.8.1" }],
    [
      "where a commit should be",
      {},
      { RuncCommit: { ID: "1.1.5+ds1-1+deb12u1" } },
      { name: "runc", version: "1.1.5+ds1-1+deb12u1" },
    ],
    [
      "nowhere",
      { Components: null },
      { RuncCommit: { ID: "v1.1.12-0-g51d5e946" } },
      { name: "runc", version: "1.1.12-0-g51d5e946" },
    ],
    ["nowhere at all", {}, { RuncCommit: { ID: "51d5e946" } }, null],
  ])("%s", (_, version, info, runtime) => {
    expect(toEngineFacts(version, info).runtime).toEqual(runtime);
  });
});

describe("an engine is judged", () => {
  test.each<[string, RawInfo, string, "pass" | "warn" | "fail", RegExp]>([
    ["an old runtime", {}, "runtime", "warn", /CVE-2024-21626/],
    ["control groups", {}, "cgroup", "pass", /Version 1, driver cgroupfs/],
    ["a filter", {}, "seccomp", "pass", /profile default/],
    ["no filter", { SecurityOptions: ["name=apparmor"] }, "seccomp", "fail", /no system calls/],
    [
      "a filter that filters nothing",
      { SecurityOptions: ["name=seccomp,profile=unconfined"] },
      "seccomp",
      "fail",
      /nothing/,
    ],
    ["AppArmor", { SecurityOptions: ["name=apparmor"] }, "apparmor", "pass", /AppArmor is on/],
    ["SELinux", { SecurityOptions: ["name=selinux"] }, "apparmor", "pass", /SELinux is on/],
    ["neither", {}, "apparmor", "warn", /neither/],
    ["rootless", { SecurityOptions: ["name=rootless"] }, "userns", "pass", /rootless/],
    ["user namespaces", { SecurityOptions: ["name=userns"] }, "userns", "pass", /administrator/],
    ["a clock that agrees", {}, "clock", "pass", /agrees/],
    ["a clock that is behind", { SystemTime: "2025-12-31T23:00:01Z" }, "clock", "warn", /60 min behind/],
    ["a clock that is ahead", { SystemTime: "2026-01-01T00:02:01Z" }, "clock", "warn", /2 min ahead/],
    ["no clock", { SystemTime: "" }, "clock", "warn", /does not tell/],
  ])("%s", (_, info, id, verdict, detail) => {
    const check = judge(info)[id];
    expect(check).toMatchObject({ status: verdict, detail: expect.stringMatching(detail) });
    expect(check?.remedy === undefined).toBe(verdict === "pass");
  });

  test("the remedy is one for this operating system", () => {
    expect(judge({}, DOCKER_VERSION, "darwin").runtime?.remedy).toContain("Docker Desktop");
    expect(judge({}, DOCKER_VERSION, "linux").runtime?.remedy).toContain("package manager");
  });
});

describe("an engine on another machine", () => {
  const far = { ...status, machine: "lab-server", encryption: "ssh" } as const;
  const facts = toEngineFacts(DOCKER_VERSION, {
    ...INFO,
    SystemTime: "2025-12-31T23:00:01Z",
    SecurityOptions: ["rootless"],
  });
  const checks = toEngineChecks(far, facts, { platform: "darwin", nowMs: Date.parse("2026-01-01T00:00:01Z") });
  const text = JSON.stringify(checks);

  test("is not to be mended on this computer", () => {
    expect(text).toContain("Have whoever runs lab-server update Docker");
    expect(text).toContain("as an ordinary user of lab-server");
    expect(text).not.toContain("Docker Desktop");
  });
  test.each([
    ["ssh", "pass"],
    ["tls", "pass"],
    [null, "warn"],
  ] as const)("is reached in a way that is judged: %s", (encryption, verdict) => {
    expect(toConnectionChecks({ ...far, encryption })[2]).toMatchObject({ id: "engine.way", status: verdict });
    expect(toConnectionChecks(far)[0]?.detail).toContain("on lab-server, another machine");
  });
});

describe("the way to an engine is judged", () => {
  const lost = (problem: "permission_denied" | "not_running"): EngineStatus => ({
    ...{ state: "unavailable", problem, message: "No engine.", remedy: "Start it." },
    attempts: [{ origin: "Docker", address: "unix:///var/run/docker.sock", detail: "nothing listens there" }],
  });
  test("found", () => {
    expect(toConnectionChecks(status).map((check) => check.status)).toEqual(["pass", "pass"]);
  });
  test("not found: says where it looked and offers to look again", () => {
    expect(toConnectionChecks(lost("not_running"))).toMatchObject([
      {
        status: "fail",
        detail: expect.stringContaining("Docker: nothing listens there"),
        fix: { command: "engine.check" },
      },
    ]);
  });
  test("found, but forbidden", () => {
    expect(toConnectionChecks(lost("permission_denied"))[1]).toMatchObject({ id: "engine.permission", status: "fail" });
  });
});

test.each([
  [10 * 1024 ** 3, "pass"],
  [1024 ** 3, "warn"],
  [100 * 1024 ** 2, "fail"],
] as const)("%i bytes free: %s", (freeBytes, verdict) => {
  expect(toDiskCheck("disk.home", "Disk", freeBytes)).toMatchObject({ status: verdict });
});
