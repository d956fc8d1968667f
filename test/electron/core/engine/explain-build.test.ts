import { describe, expect, test } from "vitest";
import { parseDockerfile, toBaseImage } from "../../../../electron/core/engine/dockerfile.ts";
import { toBuildFailure } from "../../../../electron/core/engine/explain-build.ts";

const DOCKERFILE = `# syntax of ours
FROM python:3.11-slim-bookworm AS build
COPY receiver.py /opt/

RUN set -eu; \\
    # a comment within
    pip install \\
    nothing

FROM scratch
COPY --from=build / /
RUN exit 7
`;
const dockerfile = parseDockerfile(DOCKERFILE);

test("a Dockerfile is taken apart into instructions with their lines", () => {
  expect(dockerfile).toEqual([
    { line: 2, name: "FROM", argument: "python:3.11-slim-bookworm AS build" },
    { line: 3, name: "COPY", argument: "receiver.py /opt/" },
    { line: 5, name: "RUN", argument: "set -eu; pip install nothing" },
    { line: 10, name: "FROM", argument: "scratch" },
    { line: 11, name: "COPY", argument: "--from=build / /" },
    { line: 12, name: "RUN", argument: "exit 7" },
  ]);
});

test.each([
  [DOCKERFILE, "python:3.11-slim-bookworm"],
  ["FROM --platform=linux/amd64 node:18 AS a\nFROM a", "node:18"],
  ["FROM scratch", null],
  ["", null],
])("%j starts from %s", (text, image) => {
  expect(toBaseImage(parseDockerfile(text))).toBe(image);
});

describe("a failed build is explained", () => {
  // The engine's words are Docker 20.10's own, recorded, but for the last three.
  test.each<[string, number, string | null, string, Partial<ReturnType<typeof toBuildFailure>> & { says: RegExp }]>([
    [
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host',
      ...([1, "FROM python:3.11-slim-bookworm AS build", ""] as const),
      { cause: "network", step: 1, line: 2, says: /could not be downloaded.*python:3\.11-slim-bookworm/ },
    ],
    [
      "The command '/bin/sh -c exit 7' returned a non-zero code: 7",
      ...([6, "RUN exit 7", ""] as const),
      { cause: "command", step: 6, line: 12, instruction: "RUN exit 7", says: /Step 6 failed: RUN exit 7.*code: 7/ },
    ],
    [
      "The command '/bin/sh -c set -eu; pip install nothing' returned a non-zero code: 1",
      ...([3, "RUN set -eu; pip install nothing", "[Errno -3] Temporary failure in name resolution"] as const),
      { cause: "network", line: 5, says: /could not reach the network/ },
    ],
    [
      "The command '/bin/sh -c set -eu; pip install nothing' returned a non-zero code: 1",
      ...([3, "RUN set -eu; pip install nothing", "OSError: [Errno 28] No space left on device"] as const),
      { cause: "space", line: 5, says: /disk is full/ },
    ],
    [
      "dockerfile parse error line 2: unknown instruction: RUNN",
      ...([0, null, ""] as const),
      { cause: "dockerfile", step: null, line: 2, says: /Line 2 of the Dockerfile.*unknown instruction: RUNN/ },
    ],
    [
      "dockerfile parse error line 2: ENV requires at least one argument",
      ...([0, null, ""] as const),
      { cause: "dockerfile", line: 2, says: /ENV requires/ },
    ],
    [
      "failed to parse Dockerfile: file with no instructions",
      0,
      null,
      "",
      { cause: "dockerfile", line: null, says: /no instructions/ },
    ],
    ["no build stage in current context", 0, null, "", { cause: "dockerfile", says: /no build stage/ }],
    [
      "COPY failed: file not found in build context or excluded by .dockerignore: stat missing: file does not exist",
      ...([2, "COPY receiver.py /opt/", ""] as const),
      { cause: "dockerfile", line: 3, says: /names a file that is not there/ },
    ],
    ["invalid reference format", 1, "FROM bad::ref", "", { cause: "base_image", says: /none of that name/ }],
    [
      "manifest for python:9 not found: manifest unknown: manifest unknown",
      ...([1, "FROM python:9", ""] as const),
      { cause: "base_image", says: /none of that name/ },
    ],
    [
      "pull access denied for no-such-image, repository does not exist or may require 'docker login'",
      ...([1, "FROM no-such-image", ""] as const),
      { cause: "base_image", says: /none of that name/ },
    ],
    ["something new", 4, "FROM scratch", "", { cause: "engine", step: 4, says: /gave up: something new\.$/ }],
  ])("%s", (reason, step, instruction, tail, { says, ...expected }) => {
    const failure = toBuildFailure({ reason, step, instruction, dockerfile, tail });
    expect(failure).toMatchObject(expected);
    expect(failure.message).toMatch(says);
    expect(failure.remedy).toMatch(/\.$/);
  });

  test("Podman counts steps anew in each stage: the line is found by what the instruction says", () => {
    const failure = toBuildFailure({
      ...{ reason: "building: while running runtime: exit status 7", step: 3, instruction: "RUN exit 7", dockerfile },
      tail: "",
    });
    expect(failure).toMatchObject({ cause: "command", line: 12 });
  });
});
