import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import type { BuildProgress } from "#shared/images.ts";
import { dockerfiles } from "./open-core.ts";
import { engineTest, openReadyCore, openTestCore, type TestCore, toRequest } from "./test-core.ts";

let folder: string;
let core: TestCore;
const hello = toRequest({ files: { "main.py": "print('hello')" } });
const dockerfile = () => join(folder, "python", "Dockerfile");
const original = () => readFile(join(dockerfiles, "python", "Dockerfile"), "utf8");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-dockerfiles-"));
  await cp(dockerfiles, folder, { recursive: true });
  core = await openTestCore({ poolSize: 0, dockerfiles: folder });
});
afterEach(async () => writeFile(dockerfile(), await original()));
afterAll(async () => {
  await core.close();
  await rm(folder, { recursive: true, force: true });
  // The tag belongs to the other tests again.
  const last = await openReadyCore({ poolSize: 0 }).catch(() => null);
  await last?.close();
});

const stateOf = async (tested = core) =>
  (await tested.call("images.list", {})).find(({ folder: of }) => of === "python");

describe("an image", () => {
  engineTest(
    "that was not built here is missing, even if the engine has one of its name, and says so in any host's words",
    async () => {
      expect(await stateOf()).toMatchObject({
        state: "missing",
        message: expect.stringMatching(/has not been built yet\.$/),
      });
      expect(await core.refusal("run.start", hello)).toMatchObject({
        code: "image_missing",
        message: expect.stringMatching(/has not been built yet\. Build it/),
        details: { state: "missing", language: "python" },
      });
    },
  );

  engineTest("is built with progress step by step, and then runs by its id", async () => {
    const steps: BuildProgress[] = [];
    const off = core.core.events.on("image.progressed", (progress) => steps.push(progress));
    const [built] = await core.call("images.build", { languages: ["python"] });
    off();
    expect(built).toMatchObject({
      state: "ready",
      id: expect.stringMatching(/^sha256:/),
      sizeBytes: expect.any(Number),
    });
    expect(steps.at(0)).toMatchObject({ step: 1, tag: built?.tag });
    expect(steps.at(-1)?.step).toBe(steps.at(-1)?.steps);
    expect(await core.call("images.verify", {})).toMatchObject([{ ok: true }, { ok: false }]);
    expect((await core.call("run.start", { ...hello, id: "by-id" })).image).toEqual({ tag: built?.tag, id: built?.id });
  });

  engineTest("that is built without cache is made anew, on the newest base image that can be had", async () => {
    const before = await stateOf();
    const [built] = await core.call("images.build", { languages: ["python"], noCache: true });
    expect(built?.state).toBe("ready");
    expect(built?.id).not.toBe(before?.id);
    const { text } = await core.call("images.log", { folder: "python" });
    // Whether there is a registry to ask depends on where the test runs; that it was asked does not.
    expect(text).toMatch(/Pulling from|Status: |No newer base image could be had \(.+\)\. Using the one that is here/);
    expect(text).not.toContain("Using cache");
    expect(built?.message === null).toBe(!text.includes("No newer base image could be had"));
  });

  engineTest("is out of date once its Dockerfile has changed, and still runs", async () => {
    await appendFile(dockerfile(), "# changed\n");
    expect(await stateOf()).toMatchObject({ state: "outdated" });
    expect((await core.call("run.start", { ...hello, id: "outdated" })).outcome).toBe("completed");
  });

  engineTest("whose build is cancelled stays as it was", async () => {
    await writeFile(dockerfile(), `${await original()}\nUSER 0\nRUN sleep 30\nUSER 10001:10001\n`);
    const sleeping = new Promise<void>(
      (resolve) => void core.core.events.on("image.progressed", ({ text }) => /RUN sleep/.test(text) && resolve()),
    );
    const refused = core.refusal("images.build", { languages: ["python"] });
    await sleeping;
    await core.call("images.cancel", {});
    expect(await refused).toMatchObject({ code: "cancelled" });
    expect((await core.call("run.start", { ...hello, id: "cancelled-build" })).outcome).toBe("completed");
  });

  engineTest("whose build was cancelled is built when asked again", async () => {
    const [built] = await core.call("images.build", { languages: ["python"] });
    expect(built).toMatchObject({ state: "ready", failure: null });
  });

  engineTest.for([
    ["a step fails", "RUN exit 7", /non-zero code: 7/, { cause: "command", instruction: "RUN exit 7" }],
    ["the Dockerfile is malformed", "RUNN true", /unknown instruction: RUNN/i, { cause: "dockerfile" }],
    [
      "the base image cannot be had",
      "FROM no-such-image:1",
      /base image could not be downloaded/,
      { step: expect.any(Number) },
    ],
    ["a file is missing", "COPY no-such-file /", /names a file that is not there/, { cause: "dockerfile" }],
  ] as const)("whose build fails because %s says why and where", async ([, line, reason, failure]) => {
    const before = (await original()).split("\n").length;
    await appendFile(dockerfile(), `\n${line}\n`);
    const refusal = await core.refusal("images.build", { languages: ["python"] });
    expect(refusal).toMatchObject({ code: "image_build_failed", message: expect.stringMatching(reason) });
    // What was there before is still there and runs; that the build failed is told beside it.
    const status = await stateOf();
    expect(status).toMatchObject({ state: "outdated", failure });
    expect(status?.failure?.line).toBe(before + 1);
    expect((await core.call("images.log", { folder: "python" })).text).toContain(status?.failure?.message);
  });

  engineTest("that cannot be built and is not there has failed", async () => {
    const fresh = await openTestCore({ poolSize: 0, dockerfiles: folder });
    await appendFile(dockerfile(), "\nRUN exit 7\n");
    await fresh.refusal("images.build", { languages: ["python"] });
    expect(await stateOf(fresh)).toMatchObject({ state: "failed", message: expect.stringContaining("RUN exit 7") });
    await fresh.close();
  });

  engineTest("tells what it is made of", async () => {
    await core.call("images.build", { languages: ["python"] });
    const details = await core.call("images.details", { folder: "python" });
    expect(details).toMatchObject({
      ...{ baseImage: "python:3.11-slim-bookworm", receiverVersion: "1" },
      interpreterVersion: expect.stringMatching(/^Python 3\.11\.\d+$/),
      baseVersion: expect.stringMatching(/Debian/),
    });
    expect(details.layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(details.sizeBytes);
    expect(await core.refusal("images.details", { folder: "node" })).toMatchObject({ code: "not_found" });
    expect(await core.refusal("images.details", { folder: "../etc" })).toMatchObject({ code: "invalid_input" });
  });

  engineTest("is removed only while no program runs in it", async () => {
    // One of its own, so that no other test misses it.
    await writeFile(dockerfile(), (await original()).replace("LABEL", `ENV OWN=${Date.now()}\nLABEL`));
    const own = await openTestCore({ poolSize: 0, dockerfiles: folder });
    const [built] = await own.call("images.build", { languages: ["python"] });
    const running = own.call("run.start", { ...hello, id: "in-use", files: [{ path: "main.py", content: "input()" }] });
    await new Promise((resolve) => own.core.events.on("run.started", resolve));
    expect(await own.refusal("images.remove", { folder: "python" })).toMatchObject({
      message: expect.stringContaining("Stop it"),
    });
    await own.call("run.stop", { id: "in-use" });
    await running;
    const [removed] = await own.call("images.remove", { folder: "python" });
    expect(removed).toMatchObject({ state: "missing", id: null });
    expect(await own.refusal("run.start", { ...hello, id: "removed" })).toMatchObject({ code: "image_missing" });
    expect(built?.id).toMatch(/^sha256:/);
    await own.close();
    await core.call("images.build", { languages: ["python"] });
  });

  engineTest("that runs as root is not used", async () => {
    await appendFile(dockerfile(), "\nUSER root\n");
    await core.call("images.build", { languages: ["python"] });
    expect(await stateOf()).toMatchObject({ state: "incompatible", message: expect.stringContaining("administrator") });
    expect(await core.refusal("run.start", { ...hello, id: "root" })).toMatchObject({ code: "image_missing" });
  });

  engineTest("that another took the name of is refused, and the impostor is never run", async () => {
    await core.call("images.build", { languages: ["python"] });
    const other = await openTestCore({ poolSize: 0, dockerfiles: folder });
    await appendFile(dockerfile(), "\nENV IMPOSTOR=1\n");
    await other.call("images.build", { languages: ["python"] });
    await other.close();
    await writeFile(dockerfile(), await original());
    expect(await stateOf()).toMatchObject({
      state: "mismatched",
      message: expect.stringContaining("not the one that was built here"),
    });
    expect(await core.refusal("run.start", { ...hello, id: "impostor" })).toMatchObject({
      code: "image_missing",
      details: { state: "mismatched" },
    });
  });
});
