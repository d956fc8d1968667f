import type { BuildFailure } from "#shared/images.ts";
import { type Instruction, toBaseImage } from "./dockerfile.ts";

/** What is known of a build that failed. */
export interface FailedBuild {
  /** The engine's own words. */
  reason: string;
  /** 0 before the first step. */
  step: number;
  instruction: string | null;
  dockerfile: readonly Instruction[];
  /** The last lines of the log. */
  tail: string;
}

const NO_NETWORK =
  /dial tcp|lookup \S+|i\/o timeout|TLS handshake|network is unreachable|connection (refused|reset)|temporary failure in name resolution|could not resolve|no such host|proxyconnect|EAI_AGAIN|ENOTFOUND|ETIMEDOUT/i;
const NO_SPACE = /no space left|not enough (disk )?space|disk quota exceeded|ENOSPC/i;
const NO_BASE =
  /pull access denied|manifest (for .* )?(not found|unknown)|repository does not exist|not found: manifest|requested access .* denied|no such image|short-name|did not resolve to an alias|invalid reference format|name unknown|unauthorized/i;
const NOT_A_DOCKERFILE =
  /dockerfile parse error|failed to parse Dockerfile|unknown instruction|no build stage|file with no instructions|cannot be empty|unknown flag|invalid (containerPort|from flag)|(requires|must have|accepts) .*argument|Build error: Unknown/i;
const COMMAND_FAILED = /returned a non-zero code: (\d+)|exit status (\d+)|exited with (?:code )?(\d+)/i;

/** Finds out why a build failed, in words for whoever wrote the Dockerfile or only wants to run a program. */
export function toBuildFailure({ reason, step, instruction, dockerfile, tail }: FailedBuild): BuildFailure {
  const base = toBaseImage(dockerfile) ?? "the base image";
  const parsedLine = Number(/line (\d+)/i.exec(reason)?.[1] ?? 0);
  const at = dockerfile[step - 1];
  const place = {
    step: step > 0 ? step : null,
    instruction,
    // The step's number counts the file's instructions with Docker; Podman counts each stage anew.
    line: parsedLine || (findLine(dockerfile, instruction) ?? (at && isSame(at, instruction) ? at.line : null)),
  };
  const fails = (cause: BuildFailure["cause"], message: string, remedy: string): BuildFailure => ({
    ...{ cause, message, remedy },
    ...place,
  });
  const isFetching = /^(FROM|COPY --from)/i.test(instruction ?? "") || step === 0;

  if (NO_SPACE.test(reason) || NO_SPACE.test(tail)) {
    return fails("space", "The disk is full.", "Free some space, with Clean up for example, and build again.");
  }
  if (NOT_A_DOCKERFILE.test(reason) && !NO_NETWORK.test(reason)) {
    const what = reason.replace(/^dockerfile parse error( on)?( line \d+)?: */i, "");
    const where = place.line ? `Line ${place.line} of the Dockerfile` : "The Dockerfile";
    return fails("dockerfile", `${where} is not understood: ${what}.`, "Correct it and build again.");
  }
  if (isFetching && NO_NETWORK.test(reason)) {
    return fails(
      "network",
      `The base image could not be downloaded, because its registry cannot be reached: ${base}.`,
      "Check the internet connection, or import the image from a file, and build again.",
    );
  }
  if (NO_BASE.test(reason)) {
    return fails(
      "base_image",
      `The base image could not be downloaded, because there is none of that name: ${base}.`,
      "Correct the line that begins with FROM, or import the image, and build again.",
    );
  }
  const code = COMMAND_FAILED.exec(reason)?.slice(1).find(Boolean);
  if (code !== undefined) {
    if (NO_NETWORK.test(tail)) {
      return fails(
        "network",
        `Step ${step} could not reach the network: ${shorten(instruction)} returned a non-zero code: ${code}.`,
        "Check the internet connection and build again.",
      );
    }
    return fails(
      "command",
      `Step ${step} failed: ${shorten(instruction)} returned a non-zero code: ${code}.`,
      "The log shows what the command printed before it failed. Correct it and build again.",
    );
  }
  if (/^(COPY|ADD) failed|no such file or directory|file not found/i.test(reason)) {
    return fails(
      "dockerfile",
      `Step ${step} names a file that is not there: ${shorten(instruction)}.`,
      "Put the file beside the Dockerfile, or correct its name, and build again.",
    );
  }
  return fails("engine", `The engine gave up: ${reason.replace(/[.\s]+$/, "")}.`, "Look at the log, and build again.");
}

const isSame = ({ name }: Instruction, instruction: string | null): boolean =>
  (instruction ?? "").toUpperCase().startsWith(name);

/** The line of an instruction that occurs once. */
function findLine(dockerfile: readonly Instruction[], instruction: string | null): number | undefined {
  const plain = (text: string) => text.replace(/\s+/g, " ").trim().toLowerCase();
  const found = dockerfile.filter(({ name, argument }) => plain(`${name} ${argument}`) === plain(instruction ?? ""));
  return found.length === 1 ? found[0]?.line : undefined;
}

const shorten = (text: string | null): string => {
  const plain = (text ?? "a command").replace(/\s+/g, " ");
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
};
