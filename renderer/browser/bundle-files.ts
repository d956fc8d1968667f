import type { AnyCommandInput, AnyCommandOutput } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";
import { FileProblem, toReply } from "./files/file-problem.ts";
import { chooseTarget } from "./files/file-source.ts";
import type { ServerConnection } from "./server-connection.ts";

type Chosen = AnyCommandOutput<"bundle.chooseSource">;
type BundleCommand = "bundle.chooseSource" | "bundle.chooseTarget" | "bundle.chooseKey" | "bundle.export";
type BundleAnswers = { [N in BundleCommand]: (input: AnyCommandInput<N>) => Promise<Reply<AnyCommandOutput<N>>> };

const PIECE_BYTES = 32 * 1024 * 1024;

/** Answers what a desktop application has dialogs for: a browser hands files over, and takes them, piece by piece. */
export function createBundleFiles(page: Window, connection: ServerConnection): BundleAnswers {
  /** Where the browser is to put what it gets, by the place from which it gets it. */
  const targets = new Map<string, FileSystemFileHandle | "download">();

  const begin = async (purpose: "read" | "write" | "key", name: string): Promise<Chosen> => {
    const answer = await connection.send(`bundle/${purpose}?name=${encodeURIComponent(name)}`, "POST", null);
    return toValue<Chosen>(await answer.json());
  };

  const handOver = async (purpose: "read" | "key"): Promise<Chosen> => {
    const file = await pickFile(page, purpose === "read" ? ".sandpit-bundle" : "");
    if (!file) return { file: null };
    const chosen = await begin(purpose, file.name);
    for (let offset = 0; offset < file.size; offset += PIECE_BYTES) {
      const piece = file.slice(offset, offset + PIECE_BYTES);
      toValue(await (await connection.send(`bundle/${chosen.file?.place}/piece`, "POST", piece)).json());
    }
    return chosen;
  };

  const fetchInto = async (place: string): Promise<void> => {
    const target = targets.get(place);
    const answer = await connection.send(`bundle/${place}`, "GET", null);
    if (!answer.ok || !answer.body || !target)
      throw new FileProblem("internal", "The bundle did not arrive. Export it again.");
    if (target !== "download") {
      await answer.body.pipeTo(await target.createWritable());
      return;
    }
    const link = page.document.createElement("a");
    const url = URL.createObjectURL(await answer.blob());
    link.href = url;
    link.download = "class.sandpit-bundle";
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };

  return {
    "bundle.chooseSource": () => toReply(() => handOver("read")),
    "bundle.chooseTarget": ({ name }) =>
      toReply(async () => {
        const target = await chooseTarget(page, `${name}.sandpit-bundle`);
        if (target === null) return { file: null };
        const fileName = target === "download" ? `${name}.sandpit-bundle` : target.name;
        const chosen = await begin("write", fileName);
        if (chosen.file) targets.set(chosen.file.place, target);
        return chosen;
      }),
    "bundle.chooseKey": ({ create }) =>
      toReply(() => {
        if (!create) return handOver("key");
        throw new FileProblem(
          "policy_forbids",
          "A browser cannot keep a key safe. Make one in a terminal with: sandpit bundle keygen. Then choose it here.",
        );
      }),
    async "bundle.export"(input) {
      const reply = (await connection.call("bundle.export", input)) as Reply<AnyCommandOutput<"bundle.export">>;
      if (!reply.ok) return reply;
      return toReply(async () => {
        await fetchInto(input.place);
        return reply.value;
      }, "the bundle");
    },
  };
}

function toValue<T>(reply: unknown): T {
  const { ok, value, error } = reply as { ok: boolean; value: T; error: { code: "internal"; message: string } };
  if (!ok) throw new FileProblem(error.code, error.message);
  return value;
}

/** The one file that the user chooses; `null` where they cancelled. */
function pickFile(page: Window, accept: string): Promise<File | null> {
  return new Promise((resolve) => {
    const field = page.document.createElement("input");
    field.type = "file";
    field.accept = accept;
    field.addEventListener("change", () => resolve(field.files?.[0] ?? null));
    field.addEventListener("cancel", () => resolve(null));
    field.click();
  });
}
