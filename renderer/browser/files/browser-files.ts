import type { AnyCommandInput, AnyCommandName, AnyCommandOutput } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";
import { PLAIN_FORMAT, TEXT_PROBLEMS, type TextFormat, toEditorText } from "#shared/text-file.ts";
import type { OpenedFile } from "#shared/workspace.ts";
import type { Listeners } from "../listeners.ts";
import { FileProblem, toFileProblem, toReply } from "./file-problem.ts";
import { chooseFiles, chooseTarget, download, type FileSource, mayUse, toSource } from "./file-source.ts";
import { createFileWatch } from "./file-watch.ts";
import { createKnownFiles } from "./known-files.ts";
import { readText, toWritten } from "./text-source.ts";

type FileCommand = Extract<AnyCommandName, `files.${string}`>;
type FileAnswers = { [N in FileCommand]: (input: AnyCommandInput<N>) => Promise<Reply<AnyCommandOutput<N>>> };

/** Answers the window's `files.*` commands with what a browser has for them. */
export function createBrowserFiles({ page, emit }: { page: Window; emit: Listeners["emit"] }): {
  answers: FileAnswers;
  openDropped(sources: FileSource[]): void;
} {
  const known = createKnownFiles();
  const formats = new Map<string, TextFormat>();

  const open = async (source: FileSource): Promise<OpenedFile> => {
    const { content, version, format } = await readText(source);
    const ref = await known.refer(source);
    formats.set(ref.handle, format);
    return { ...ref, content, version };
  };

  /** Opens what can be opened. Where nothing can, that is the answer; else the others are told of by the browser. */
  const openAll = async (sources: readonly FileSource[]): Promise<OpenedFile[]> => {
    const files: OpenedFile[] = [];
    const problems: string[] = [];
    for (const source of sources) {
      const reply = await toReply(() => open(source), source.name);
      if (reply.ok) files.push(reply.value);
      else problems.push(reply.error.message);
    }
    if (problems.length > 0) page.alert(problems.join("\n"));
    return files;
  };

  const find = async (handle: string): Promise<FileSource> => {
    const source = await known.find(handle);
    if (source) return source;
    throw new FileProblem("not_found", TEXT_PROBLEMS.unknownPlace);
  };

  const write = async (handle: FileSystemFileHandle, text: string): Promise<void> => {
    if (!(await mayUse(handle, "readwrite", true))) throw new DOMException("", "NotAllowedError");
    // The browser writes into a copy, which takes the file's place when it is closed.
    const writer = await handle.createWritable();
    await writer.write(text);
    await writer.close();
  };

  const save = async ({
    handle: id,
    content,
    version,
  }: AnyCommandInput<"files.save">): Promise<AnyCommandOutput<"files.save">> => {
    const source = await find(id);
    try {
      const { handle, name } = source;
      const written = await toWritten(content, formats.get(id) ?? PLAIN_FORMAT);
      if (handle === null) {
        download(page, name, [written.text]);
        return { saved: true, version: written.version };
      }
      if (!(await mayUse(handle, "readwrite", true))) throw new DOMException("", "NotAllowedError");
      const onDisk = await readText(source);
      if (onDisk.version !== version) return { saved: false, onDisk: await open(source) };
      const kept = await toWritten(content, onDisk.format);
      await write(handle, kept.text);
      return { saved: true, version: kept.version };
    } catch (error) {
      throw toFileProblem(error, source.name);
    }
  };

  /** `null` where nobody knows: the file was not opened since the page was loaded, and may not be read. */
  const formatOf = async (id: string): Promise<TextFormat | null> => {
    const known = formats.get(id);
    if (known) return known;
    const reading = find(id).then(readText);
    return reading.then(
      ({ format }) => format,
      () => null,
    );
  };

  const saveAs = async ({ name, content, from }: AnyCommandInput<"files.saveAs">): Promise<OpenedFile | null> => {
    const format = (from === undefined ? null : await formatOf(from)) ?? toEditorText(content, false).format;
    const { text, version } = await toWritten(content, format);
    const target = await chooseTarget(page, name);
    if (target === null) return null;
    if (target === "download") {
      download(page, name, [text]);
      const file = new File([text], name);
      return { ...(await known.refer({ name, handle: null, read: async () => file })), content, version };
    }
    await write(target, text);
    const ref = await known.refer(toSource(target));
    formats.set(ref.handle, format);
    return { ...ref, content, version };
  };

  const watch = createFileWatch({
    find: known.find,
    read: open,
    changed: (handle, onDisk) => emit("files.changed", { handle, onDisk }),
  });

  return {
    openDropped: (sources) =>
      void openAll(sources).then((files) => {
        if (files.length > 0) emit("files.opened", { files });
      }),
    answers: {
      "files.open": () => toReply(async () => ({ files: await openAll(await chooseFiles(page)) })),
      "files.openRecent": ({ handle }) =>
        toReply(async () => {
          const source = await find(handle);
          if (source.handle && !(await mayUse(source.handle, "read", true))) {
            throw toFileProblem(new DOMException("", "NotAllowedError"), source.name);
          }
          return open(source);
        }),
      "files.recent": () => toReply(known.recent),
      "files.clearRecent": () =>
        toReply(async () => {
          await known.clearRecent();
          return {};
        }),
      "files.save": (input) => toReply(() => save(input)),
      "files.saveAs": (input) => toReply(async () => ({ file: await saveAs(input) }), input.name),
      "files.watch": async ({ handles }) => {
        watch(handles);
        return { ok: true, value: {} };
      },
    },
  };
}
