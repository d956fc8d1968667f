import { randomUUID } from "node:crypto";
import { SandpitError } from "#shared/errors.ts";
import type { OutputStream } from "../engine/demultiplex.ts";
import type { Attachment, ContainerSpec, Engine } from "../engine/engine.ts";
import { engineStatusCode, toEngineFailure } from "../engine/engine-error.ts";
import type { Exit, Guest } from "./guest.ts";
import type { Program } from "./program.ts";
import type { SandboxLedger } from "./sandbox-ledger.ts";
import { CREATION_LABEL } from "./sandbox-spec.ts";
import { createUsageMeter } from "./usage-meter.ts";
import { COMPILED_LINE, encodeProgram, READY_LINE } from "./wire.ts";

/** How long an interpreter may take to get ready. Generous: a busy laptop starts many containers at once. */
const READY_MS = 30_000;
/** How long after the end of all output the engine's word on the exit is awaited before it is asked again. */
const EXIT_GRACE_MS = 2_000;
/** How often it is asked. A busy engine passes on the end of the output well before it knows of the exit. */
const EXIT_QUESTIONS = 2;

/** A container whose interpreter has started and waits for its one program. */
export interface Sandbox {
  readonly containerId: string;
  /** Resolves when the container has ended, whatever the reason. */
  readonly ended: Promise<void>;
  /** Makes the sandbox a run's. May be called once. */
  load(program: Program): Guest;
  /** Removes the container, running or not. May be called at any time and more than once. */
  dispose(): Promise<void>;
}

/**
 * Creates, attaches and starts a container, and waits until its interpreter is ready.
 * @throws SandpitError Where the engine refuses, the image is gone or its receiver does not answer, or `signal` aborts.
 *   Nothing is left behind then, on an engine that still answers.
 */
export async function createSandbox(
  engine: Engine,
  spec: ContainerSpec,
  { ledger, signal }: { ledger: SandboxLedger; signal?: AbortSignal },
): Promise<Sandbox> {
  const creation = randomUUID();
  const labelled = { ...spec, Labels: { ...spec.Labels, [CREATION_LABEL]: creation } };
  const containerId = await engine.createContainer(labelled).catch((error) => {
    if (engineStatusCode(error) === null) ledger.unanswered(creation);
    throw toEngineFailure(error, "create a sandbox");
  });
  ledger.created(containerId, spec);
  let attachment: Attachment | undefined;
  try {
    signal?.throwIfAborted();
    attachment = await engine.attach(containerId);
    // Asked before the start, so that no exit can be missed.
    const exitCode = engine.wait(containerId);
    exitCode.catch(() => {});
    await engine.start(containerId);
    await untilReady(attachment, exitCode, signal);
    ledger.ready(containerId);
    return wrap(engine, containerId, attachment, exitCode, ledger);
  } catch (error) {
    attachment?.destroy();
    await removeFrom(engine, containerId, ledger).catch(() => {});
    if (signal?.aborted) throw new SandpitError("cancelled", "The run was stopped before it started.");
    throw toEngineFailure(error, "start a sandbox");
  }
}

function wrap(
  engine: Engine,
  containerId: string,
  attachment: Attachment,
  exitCode: Promise<number>,
  ledger: SandboxLedger,
): Sandbox {
  const meter = createUsageMeter(engine, containerId);
  let removal: Promise<void> | undefined;

  const exited = async (): Promise<Exit> => {
    try {
      const code = await Promise.race([exitCode, missedExit(engine, containerId, attachment)]);
      meter.stop();
      return { exitCode: code, oomKilled: code !== 0 && (await engine.inspect(containerId)).oomKilled };
    } catch (error) {
      const isSaid = error instanceof SandpitError || engineStatusCode(error) !== null;
      throw isSaid ? toEngineFailure(error, "say how the program ended") : toLostConnection(error);
    }
  };

  return {
    containerId,
    ended: Promise.race([
      exitCode.then(
        () => {},
        () => {},
      ),
      attachment.closed,
    ]),
    load(program) {
      const exit = exited();
      exit.catch(() => {});
      const { onOutput, onCompiled } = program.language.compile
        ? watchForCompiled(attachment)
        : { onOutput: attachment.onOutput, onCompiled: undefined };
      return {
        async start() {
          meter.start();
          await attachment.write(encodeProgram(program));
        },
        onOutput,
        ...(onCompiled && { onCompiled }),
        write: (bytes) => attachment.write(bytes),
        end: () => attachment.end(),
        kill: () => engine.kill(containerId),
        exited: exit,
        outputEnded: attachment.closed,
        usage: () => meter.read(),
      };
    },
    dispose() {
      meter.stop();
      attachment.destroy();
      removal ??= removeFrom(engine, containerId, ledger);
      return removal;
    },
  };
}

/** Removes a container; one that cannot be reached now is noted, so that it goes when the engine is back. */
async function removeFrom(engine: Engine, containerId: string, ledger: SandboxLedger): Promise<void> {
  try {
    await engine.remove(containerId);
    ledger.removed(containerId);
  } catch (error) {
    ledger.abandoned(containerId);
    throw error;
  }
}

/**
 * Resolves with the exit code should the engine have forgotten to answer `wait`. The init process of a container holds its
 * output open until all has ended: where that goes on without output, it was only the connection that ended.
 * @throws SandpitError `docker_unavailable` then.
 */
async function missedExit(engine: Engine, containerId: string, attachment: Attachment): Promise<number> {
  await attachment.closed;
  for (let asked = 0; asked < EXIT_QUESTIONS; asked += 1) {
    await new Promise((resolve) => setTimeout(resolve, EXIT_GRACE_MS).unref());
    const { running, exitCode } = await engine.inspect(containerId);
    if (!running) return exitCode;
  }
  throw toLostConnection();
}

/** What is said of a run whose output and end cannot be known any more. */
const toLostConnection = (cause?: unknown): SandpitError =>
  new SandpitError(
    "docker_unavailable",
    "The connection to the container engine was lost while the program ran, so its output is not complete and nobody can say how it ended. Run it again.",
    { cause },
  );

/** Reads the receiver's ready line off standard output, and not a byte more. */
function untilReady(attachment: Attachment, exitCode: Promise<number>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const onLost = (error: unknown) => {
      finish();
      reject(error);
    };
    const fail = (reason: string) => {
      finish();
      const said = received.length > 0 ? ` It said: ${received.toString("utf8").trim().slice(0, 500)}` : "";
      reject(
        new SandpitError("language_unavailable", `The image did not get ready: ${reason}. Build it again.${said}`),
      );
    };
    const onAbort = () => fail("it was stopped");
    const timer = setTimeout(fail, READY_MS, "it did not answer in time");
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    signal?.addEventListener("abort", onAbort);
    exitCode.then((code) => fail(`its interpreter ended with exit code ${code}`), onLost);
    attachment.onOutput((_, bytes) => {
      received = Buffer.concat([received, bytes]);
      if (received.equals(READY_LINE)) {
        finish();
        resolve();
      } else if (!READY_LINE.subarray(0, received.length).equals(received)) {
        setTimeout(fail, 200, "it speaks another version of the hand-over");
      }
    });
    if (signal?.aborted) onAbort();
  });
}

type OutputListener = (stream: OutputStream, bytes: Uint8Array) => void;

/**
 * Takes the line off standard output by which the receiver says that compiling has ended. Before it, nothing of the
 * program runs, and what the compiler prints goes to standard error; so anything else there is no such line.
 */
function watchForCompiled({ onOutput }: Pick<Attachment, "onOutput">) {
  let compiled: (() => void) | null = null;
  let isAwaited = true;
  let received = Buffer.alloc(0);
  return {
    onCompiled(listener: () => void) {
      compiled = listener;
    },
    onOutput(listener: OutputListener) {
      onOutput((stream, bytes) => {
        if (!isAwaited || stream === "stderr") return listener(stream, bytes);
        received = Buffer.concat([received, bytes]);
        const begins = received.subarray(0, COMPILED_LINE.length);
        if (!COMPILED_LINE.subarray(0, begins.length).equals(begins)) {
          isAwaited = false;
          listener(stream, received);
        } else if (begins.length === COMPILED_LINE.length) {
          isAwaited = false;
          compiled?.();
          if (received.length > begins.length) listener(stream, received.subarray(begins.length));
        }
      });
    },
  };
}
