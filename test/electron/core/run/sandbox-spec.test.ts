import { describe, expect, test } from "vitest";
import { LANGUAGES } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { toSandboxSpec } from "../../../../electron/core/run/sandbox-spec.ts";

const owner = { installation: "here", instance: "1-a" };

describe.each(LANGUAGES.map((language) => [language.id, language] as const))("the sandbox of %s", (_, language) => {
  const spec = toSandboxSpec(language, "sha256:abc", DEFAULT_LIMITS, owner, "Docker");

  test("is locked down", () => {
    expect(spec).toMatchObject({ Image: "sha256:abc", User: "10001:10001", NetworkDisabled: true, Tty: false });
    expect(spec.HostConfig).toMatchObject({
      ...{ NetworkMode: "none", IpcMode: "private", ReadonlyRootfs: true, CapDrop: ["ALL"], Privileged: false },
      ...{ SecurityOpt: ["no-new-privileges"], Init: true, LogConfig: { Type: "none" }, RestartPolicy: { Name: "no" } },
    });
    expect(Object.keys(spec.HostConfig)).not.toEqual(expect.arrayContaining(["Binds"]));
    expect(Object.keys(spec.HostConfig).join()).not.toMatch(
      /Binds|Mounts|Devices|CapAdd|PidMode|UsernsMode|Runtime|VolumesFrom/,
    );
  });

  test("has the limits, with no swap beyond them", () => {
    const { Memory, MemorySwap, NanoCpus, PidsLimit, Tmpfs } = spec.HostConfig;
    expect({ Memory, MemorySwap, NanoCpus, PidsLimit }).toEqual({
      Memory: 134_217_728,
      MemorySwap: 134_217_728,
      NanoCpus: 500_000_000,
      PidsLimit: 64,
    });
    expect(Tmpfs["/tmp"]).toMatch(/nosuid,nodev,noexec,size=33554432,nr_inodes=\d+/);
  });

  test("is the same for Podman but for what that refuses and what it would open", () => {
    const podman = toSandboxSpec(language, "sha256:abc", DEFAULT_LIMITS, owner, "Podman");
    expect(podman.HostConfig.Tmpfs).toEqual({
      "/tmp": "rw,nosuid,nodev,noexec,size=33554432,mode=1777",
      "/run": expect.stringMatching(/^ro,/),
      "/var/tmp": expect.stringMatching(/^ro,/),
    });
    expect({ ...podman.HostConfig, Tmpfs: spec.HostConfig.Tmpfs }).toEqual(spec.HostConfig);
  });

  test("says whose it is", () => {
    expect(spec.Labels).toMatchObject({ "sandpit.owner": "1-a", "sandpit.installation": "here" });
  });
});
