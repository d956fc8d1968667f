import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { formatDuration } from "#shared/format.ts";
import type { LanguageCheck, LanguageFault } from "#shared/language-folder.ts";
import { readLanguage } from "../core/languages/read-folder.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import { showBuildProgress } from "./progress.ts";
import type { Session } from "./session.ts";

interface JsonOption {
  json?: boolean;
}

/** `sandpit languages list`: those there are, those that could be added, and folders that are broken. */
export async function listLanguages(session: Session, { json }: JsonOption): Promise<number> {
  const [languages, catalog] = await Promise.all([
    session.call("languages.list", {}),
    session.call("languages.catalog", {}),
  ]);
  if (!languages.ok) return printFailure(languages.error, json);
  if (!catalog.ok) return printFailure(catalog.error, json);
  const { readyMade, broken } = catalog.value;
  if (json) {
    printJson(languages.value);
    return 0;
  }
  printTable([
    ...languages.value.map(({ id, label, extensions, origin }) => [id, label, origin, extensions.join(" ")]),
    ...readyMade
      .filter(({ isAdded }) => !isAdded)
      .map(({ id, label, extensions }) => [id, label, "can be added", extensions.join(" ")]),
  ]);
  for (const { folder, faults } of broken)
    console.error(`\nsandpit: the folder ${folder} is no language:\n${toLines(faults)}`);
  return 0;
}

/** `sandpit languages add`: a ready-made language by its id, or a folder of one's own. Ctrl-C cancels. */
export async function addLanguage(session: Session, which: string, { json }: JsonOption): Promise<number> {
  const isId = /^[a-z][a-z0-9-]*$/.test(which);
  const check = isId ? null : await readLanguage(resolve(which), null);
  if (check && !check.language) return printFaults(which, check, json);
  const progress = json ? null : showBuildProgress(session.events);
  const onInterrupt = () => void session.call("languages.cancel", {});
  process.on("SIGINT", onInterrupt);
  try {
    const id = check?.language?.id ?? which;
    const reply = await session.call("languages.add", { id, ...(check && { files: check.files }) });
    progress?.end();
    if (!reply.ok) return printFailure(reply.error, json);
    const { language, sample } = reply.value;
    if (json) printJson(reply.value);
    else {
      const compiled = sample.compileMs === null ? "" : `compiled in ${formatDuration(sample.compileMs)} and `;
      console.log(`${language.label} is added. Its sample ${compiled}ran in ${formatDuration(sample.wallMs)}.`);
      console.log(`Run a program with: sandpit run FILE${language.extensions[0]}`);
    }
    return 0;
  } finally {
    process.off("SIGINT", onInterrupt);
    progress?.end();
  }
}

/** `sandpit languages check`: whether a folder is a language. Nothing is built. */
export async function checkFolder(_: Session, folder: string, { json }: JsonOption): Promise<number> {
  const check = await readLanguage(resolve(folder), null);
  if (!check.language) return printFaults(folder, check, json);
  if (json) printJson({ language: check.language, faults: [] });
  else console.log(`${check.language.label} is in order. Add it with: sandpit languages add ${folder}`);
  return 0;
}

/** `sandpit languages template`: makes a folder to begin a language of one's own with. */
export async function writeTemplate(session: Session, folder: string, { json }: JsonOption): Promise<number> {
  const reply = await session.call("languages.template", { id: basename(resolve(folder)) });
  if (!reply.ok) return printFailure(reply.error, json);
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, content } of reply.value.files) await writeFile(join(folder, name), content, { flag: "wx" });
  } catch (error) {
    const message = `The folder ${folder} could not be filled: ${error instanceof Error ? error.message : String(error)}. Name a new one.`;
    return printFailure({ code: "invalid_input", message }, json);
  }
  const files = reply.value.files.map(({ name }) => join(folder, name));
  if (json) printJson({ files });
  else console.log(`${files.join("\n")}\nChange them, then: sandpit languages add ${join(folder, "/")}`);
  return 0;
}

/** `sandpit languages remove`: with its image. */
export async function removeLanguage(session: Session, id: string, { json }: JsonOption): Promise<number> {
  const reply = await session.call("languages.remove", { folder: id });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else console.log(`${id} is removed.`);
  return 0;
}

function printFaults(folder: string, { faults }: LanguageCheck, json: boolean | undefined): number {
  if (json) printJson({ language: null, faults });
  else console.error(`sandpit: ${folder} is no language:\n${toLines(faults)}`);
  return 1;
}

const toLines = (faults: readonly LanguageFault[]): string =>
  faults.map(({ file, message }) => `  ${file === null ? "" : `${file}: `}${message}`).join("\n");
