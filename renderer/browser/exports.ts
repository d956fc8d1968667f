import type { AnyCommandInput, AnyCommandName, AnyCommandOutput } from "#shared/contract.ts";
import type { Failure, Reply } from "#shared/errors.ts";
import { download } from "./files/file-source.ts";

type ExportCommand = "history.saveExport" | "audit.saveExport";
type PartCommand = "history.export" | "audit.export";
type ExportAnswers = { [N in ExportCommand]: (input: AnyCommandInput<N>) => Promise<Reply<AnyCommandOutput<N>>> };

interface ExportsOptions {
  page: Window;
  call: (name: AnyCommandName, input: unknown) => Promise<Reply<unknown>>;
  now?: () => Date;
}

/** Answers the window's exports with downloads. The parts are put together by the browser, which keeps large ones on disk. */
export function createBrowserExports({ page, call, now = () => new Date() }: ExportsOptions): ExportAnswers {
  const save = async (
    name: string,
    command: PartCommand,
    input: object,
  ): Promise<Reply<AnyCommandOutput<ExportCommand>>> => {
    const parts: Blob[] = [];
    let after: number | null = null;
    do {
      const reply = await call(command, { ...input, ...(after !== null && { after }) });
      if (!reply.ok) return reply satisfies { ok: false; error: Failure };
      const { text, next } = reply.value as AnyCommandOutput<PartCommand>;
      parts.push(new Blob([text]));
      after = next;
    } while (after !== null);
    const bytes = parts.reduce((sum, { size }) => sum + size, 0);
    download(page, name, parts);
    return { ok: true, value: { saved: { displayPath: name, bytes } } };
  };
  const day = () => now().toISOString().slice(0, 10);
  return {
    "history.saveExport": ({ format, selection }) =>
      save(`sandpit-history-${day()}.${format}`, "history.export", { format, ...(selection && { selection }) }),
    "audit.saveExport": () => save(`sandpit-audit-${day()}.jsonl`, "audit.export", {}),
  };
}
