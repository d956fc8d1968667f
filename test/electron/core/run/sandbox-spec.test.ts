import { describe, expect, test } from "vitest";
import { LANGUAGES, type Language } from "#shared/languages.ts";
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

describe("the sandbox of an added language", () => {
  const added: Language = {
    ...(LANGUAGES[0] as Language),
    ...{ origin: "added", receiver: "shell", command: ["/tmp/program"] },
  };
  const toSpec = (language: Language) => toSandboxSpec(language, "sha256:abc", DEFAULT_LIMITS, owner, "Docker");

  test("executes files in /tmp only where the language says that it must", () => {
    expect(toSpec({ ...added, mayExecuteInTmp: false }).HostConfig.Tmpfs["/tmp"]).toMatch(/,noexec,/);
    const opened = toSpec({ ...added, mayExecuteInTmp: true }).HostConfig;
    expect(opened.Tmpfs["/tmp"]).toMatch(/^rw,nosuid,nodev,exec,size=33554432,/);
    expect({ ...opened, Tmpfs: null }).toEqual({ ...toSpec(added).HostConfig, Tmpfs: null });
  });

  test("begins with a shell that gets the language's words one by one, and never as a script", () => {
    const compile = { command: ["cc", "$(reboot)", "{sources}"], wallMs: 1_000 };
    const { Cmd } = toSpec({ ...added, compile });
    expect(Cmd.slice(0, 2)).toEqual(["/bin/sh", "-c"]);
    expect(Cmd.slice(3)).toEqual(["sandpit", "3", "cc", "$(reboot)", "{sources}", "/tmp/program"]);
    expect(Cmd[2]).toBe(toSpec(added).Cmd[2]);
  });

  test("does not take the search path of its image away", () => {
    expect(toSpec(added).Env.join()).not.toMatch(/\bPATH=/);
  });
});
