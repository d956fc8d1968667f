import { describe, expect, test } from "vitest";
import { type SshTransport, toTransport } from "../../../../../electron/core/engine/endpoint.ts";
import { toControlPath, toSshArguments } from "../../../../../electron/core/engine/ssh/ssh-arguments.ts";
import { toSshError } from "../../../../../electron/core/engine/ssh/ssh-error.ts";

const transportOf = (address: string) => toTransport(address) as SshTransport;

describe("an address that could be taken for something else is refused", () => {
  test.each([
    ["ssh://-oProxyCommand=touch%20x/", "an option in place of a host"],
    ["ssh://-lab", "a dash"],
    ["ssh://ada@-lab", "a dash after a user"],
    ["ssh://-oX@lab", "an option in place of a user"],
    ["ssh://a%20b@lab", "a blank in the user"],
    ["ssh://$(id)@lab", "a command in the user"],
    ["ssh://lab;id", "a command in the host"],
    ["ssh://ada:secret@lab", "a password"],
    ["ssh://lab/run/docker.sock;id", "a command in the path"],
    ["ssh://lab/run/$(id)", "a substitution in the path"],
    ["ssh://lab/../../x y", "a blank in the path"],
    ["ssh://", "nothing"],
  ])("%s: %s", (address) => {
    expect(() => toTransport(address)).toThrow(/is not an engine's address/);
  });
});

describe("ssh is told", () => {
  test("what the Docker command line tells it, never to ask, and where the options end", () => {
    const words = toSshArguments(transportOf("ssh://ada@lab:2222/run/d.sock"), "/home/ada/50%/x").join(" ");
    expect(words).toMatch(/-o BatchMode=yes/);
    expect(words).toMatch(
      /-S \/home\/ada\/50%%\/x .*-l ada -p 2222 -- lab docker --host unix:\/\/\/run\/d\.sock system dial-stdio$/,
    );
    expect(words).not.toMatch(/StrictHostKeyChecking|UserKnownHostsFile/);
  });
  test("nothing where the configuration is to decide", () => {
    const words = toSshArguments(transportOf("ssh://lab"), null).join(" ");
    expect(words).toMatch(/-o ControlPath=none -- lab docker system dial-stdio$/);
    expect(words).not.toMatch(/ -l | -p /);
  });
  test("to share connections only where that works", () => {
    const lab = transportOf("ssh://lab");
    expect(toControlPath(lab, "/home/ada/.sandpit/ssh", 0, "linux")).toMatch(
      /^\/home\/ada\/\.sandpit\/ssh\/[0-9a-f]{12}-0$/,
    );
    expect(toControlPath(lab, "/x", 0, "linux")).not.toBe(
      toControlPath(transportOf("ssh://ada@lab"), "/x", 0, "linux"),
    );
    expect(toControlPath(lab, "C:\\x", 0, "win32")).toBeNull();
    expect(toControlPath(lab, `/${"long".repeat(25)}`, 0, "darwin")).toBeNull();
    expect(toControlPath(lab, "/home/${HOME}", 0, "linux")).toBeNull();
  });
});

describe("what ssh says is understood", () => {
  test.each([
    ["Host key verification failed.", 255, "SSH_HOST_KEY_UNKNOWN"],
    [
      "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
      255,
      "SSH_HOST_KEY_CHANGED",
    ],
    ["ada@lab: Permission denied (publickey,password).", 255, "SSH_DENIED"],
    ["ssh: Could not resolve hostname lab: Name or service not known", 255, "ENOTFOUND"],
    ["ssh: connect to host lab port 22: Connection refused", 255, "ECONNREFUSED"],
    ["ssh: connect to host lab port 22: Connection timed out", 255, "ETIMEDOUT"],
    ["ssh: connect to host lab port 22: No route to host", 255, "EHOSTUNREACH"],
    ["bash: line 1: docker: command not found", 127, "SSH_NO_DOCKER"],
    ["zsh:1: command not found: docker", 127, "SSH_NO_DOCKER"],
    ["docker: 'dial-stdio' is not a docker command.", 1, "SSH_OLD_DOCKER"],
    ["permission denied while trying to connect to the Docker daemon socket at unix:///x", 1, "SSH_DOCKER_DENIED"],
    ["Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?", 1, "SSH_NO_ENGINE"],
    ["something new\n", 3, "SSH_FAILED"],
  ])("%s", (complaint, code, expected) => {
    expect(toSshError({ complaint, code }).code).toBe(expected);
  });
  test("what nobody has words for is told as it is", () => {
    expect(toSshError({ complaint: "first\nBad owner or permissions on ~/.ssh/config\n", code: 255 }).message).toBe(
      "Bad owner or permissions on ~/.ssh/config",
    );
    expect(toSshError({ code: 255 }).message).toBe("ssh ended with exit code 255");
  });
});
