import type * as z from "zod";
import {
  DEFINITION_FILE,
  type LanguageCheck,
  type LanguageFault,
  type LanguageFile,
  MAX_LANGUAGE_BYTES,
} from "#shared/language-folder.ts";
import { languageDefinitionSchema, toLanguage } from "#shared/language-schema.ts";
import { parseDockerfile } from "../engine/dockerfile.ts";

/** Examines the files of a folder: the language that they describe, or everything that keeps them from being one. */
export function checkLanguage(files: readonly LanguageFile[]): LanguageCheck {
  const faults = [...findFolderFaults(files)];
  const read = readDefinition(files);
  faults.push(...read.faults);
  const { definition } = read;
  if (definition) {
    const sample = files.find(({ name }) => name === definition.sample);
    if (!sample)
      faults.push({ file: DEFINITION_FILE, message: `The sample ${definition.sample} is not in the folder.` });
    else if (faults.length === 0)
      return { files: [...files], language: toLanguage(definition, sample.content), faults: [] };
  }
  return { files: [...files], language: null, faults };
}

function* findFolderFaults(files: readonly LanguageFile[]): Generator<LanguageFault> {
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (bytes > MAX_LANGUAGE_BYTES)
    yield { file: null, message: `The files have ${bytes} bytes; ${MAX_LANGUAGE_BYTES} are allowed.` };
  const dockerfile = files.find(({ name }) => name === "Dockerfile");
  if (!dockerfile) {
    yield { file: null, message: "There is no Dockerfile. It says what the language's programs run in." };
    return;
  }
  const instructions = parseDockerfile(dockerfile.content);
  if (!instructions.some(({ name }) => name === "FROM"))
    yield { file: "Dockerfile", message: "It has no FROM line, so there is nothing to build on." };
  const user = instructions.findLast(({ name }) => name === "USER" || name === "FROM");
  if (user?.name !== "USER" || /^(0|root)\b/.test(user.argument))
    yield { file: "Dockerfile", message: "It leaves its programs the administrator. End it with: USER 10001:10001" };
}

function readDefinition(files: readonly LanguageFile[]) {
  const file = files.find(({ name }) => name === DEFINITION_FILE);
  const none = (message: string, at: string | null = DEFINITION_FILE) => ({
    definition: null,
    faults: [{ file: at, message }],
  });
  if (!file)
    return none(`There is no ${DEFINITION_FILE}. It says what the language is called and how it is started.`, null);
  let json: unknown;
  try {
    json = JSON.parse(file.content);
  } catch (error) {
    return none(`This is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = languageDefinitionSchema.safeParse(json);
  if (parsed.success) return { definition: parsed.data, faults: [] };
  return {
    definition: null,
    faults: parsed.error.issues.map((issue) => ({ file: DEFINITION_FILE, message: toWords(issue) })),
  };
}

/** A fault of the description in words for whoever writes one by hand. */
function toWords(issue: z.core.$ZodIssue): string {
  const where = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => `"${key}"`).join(", ");
    return `Sandpit knows nothing called ${names}${where && ` in ${where}`}. Check the spelling.`;
  }
  // Zod tells a value that is missing from a wrong one only in its sentence.
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) return `"${where}" is missing.`;
  return where === "" ? issue.message : `${where}: ${issue.message}`;
}
