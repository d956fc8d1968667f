import type { Limits } from "./limits.ts";

/** Version of the wire form between the host and the receivers in the images; see `dockerfiles/`. */
export const RECEIVER_VERSION = 1;

/** Where a program's files are inside a sandbox. The receiver makes this folder. */
export const PROGRAM_FOLDER = "/tmp/run";

/** How the editor colours a language. */
export const HIGHLIGHTS = [
  ...["python", "javascript", "typescript", "c", "cpp", "java", "go", "rust"],
  ...["ruby", "php", "shell", "sql", "lua", "plain"],
] as const;

/**
 * What takes a program over in a sandbox. `interpreter`: the language's own interpreter has started and waits inside the
 * image, by a receiver of the image's own. `piped`: the interpreter has started, too, and waits for its script, which is a
 * named pipe until then. `shell`: the container has started and a shell waits in it, which compiles and starts the
 * program. `cold`: the same, but no container waits.
 */
export const RECEIVERS = ["interpreter", "piped", "shell", "cold"] as const;

/** What turns a program into one that can be started, inside its sandbox. */
export interface Compile {
  /** Words as in `command`. `{sources}` stands for all source files of the language, a word each. */
  command: string[];
  /** How long it may take, in milliseconds of wall-clock time. */
  wallMs: number;
}

/** Of which limits a language can need more. */
type Needs = { [name in "memoryBytes" | "cpus" | "pids" | "wallMs"]?: number | undefined };

export interface Language {
  id: string;
  label: string;
  /** The first extension is the one that new files get. */
  extensions: string[];
  /** The name of the folder that its image is built from. Languages that share an image share the folder. */
  imageFolder: string;
  imageTag: string;
  /** The file that a new program starts with. */
  entry: string;
  /**
   * What the sandbox starts. With the receiver `interpreter`, its interpreter waits for the program before it looks at
   * the last argument; else `{entry}` stands for the file to run and `{stem}` for its name without the extension.
   */
  command: string[];
  environment: Record<string, string>;
  receiver: (typeof RECEIVERS)[number];
  /**
   * For a `piped` interpreter that reads the beginning of its script before it has started wholly: what means nothing
   * there, and is written ahead of the script.
   */
  primer: string;
  compile: Compile | null;
  /** Whether files in `/tmp` may be executed: what a compiler makes is. */
  mayExecuteInTmp: boolean;
  /** Limits without which the language itself does not start; a run gets at least these, under every ceiling. */
  needs: Needs;
  highlight: (typeof HIGHLIGHTS)[number];
  /** How the host prepares the files before they are handed over. */
  prepare: "none" | "javascript" | "typescript";
  /** Which interpreters to look for, in this order, when the program runs without a container. */
  localInterpreters: { command: string; args: string[] }[];
  /** Matches the end of standard error where the interpreter itself gave up for lack of memory. */
  memoryError: string;
  sample: string;
  /** `added`: it came from a folder in Sandpit's home. */
  origin: "built-in" | "added";
}

const BUILT_IN = {
  receiver: "interpreter",
  primer: "",
  compile: null,
  mayExecuteInTmp: false,
  needs: {},
  origin: "built-in",
} as const;

const NODE = {
  ...BUILT_IN,
  imageFolder: "node",
  imageTag: "learning-platform-node-executor:latest",
  command: ["node", `${PROGRAM_FOLDER}/main.js`],
  environment: {
    SANDPIT_RECEIVER: String(RECEIVER_VERSION),
    NODE_OPTIONS: "--require=/opt/sandpit/sandpit-receiver.cjs",
  },
  localInterpreters: [{ command: "node", args: [] }],
  memoryError: "FATAL ERROR: .*(heap|memory)",
};

/** The languages that Sandpit brings along. Others are folders in its home; see `language-schema.ts`. */
export const LANGUAGES: readonly Language[] = [
  {
    ...BUILT_IN,
    id: "python",
    label: "Python 3.11",
    extensions: [".py"],
    imageFolder: "python",
    imageTag: "learning-platform-python-executor:latest",
    entry: "main.py",
    command: ["python3", `${PROGRAM_FOLDER}/main.py`],
    environment: { SANDPIT_RECEIVER: String(RECEIVER_VERSION) },
    highlight: "python",
    prepare: "none",
    localInterpreters: [
      { command: "python3", args: [] },
      { command: "python", args: [] },
      { command: "py", args: ["-3"] },
    ],
    memoryError: "^MemoryError",
    sample: 'name = input("What is your name? ")\nprint(f"Hello, {name}!")\n',
  },
  {
    ...NODE,
    id: "javascript",
    label: "JavaScript (Node.js 18)",
    extensions: [".js", ".mjs", ".cjs"],
    entry: "main.js",
    highlight: "javascript",
    prepare: "javascript",
    sample:
      'const names = ["Ada", "Grace", "Alan"];\n\nfor (const name of names) {\n  console.log(`Hello, ${name}!`);\n}\n',
  },
  {
    ...NODE,
    id: "typescript",
    label: "TypeScript",
    extensions: [".ts", ".mts", ".cts"],
    entry: "main.ts",
    highlight: "typescript",
    prepare: "typescript",
    sample:
      "interface Planet {\n  name: string;\n  moons: number;\n}\n\n" +
      'const planets: Planet[] = [\n  { name: "Earth", moons: 1 },\n  { name: "Mars", moons: 2 },\n];\n\n' +
      "for (const { name, moons } of planets) {\n  console.log(`${name}: ${moons} moon(s)`);\n}\n",
  },
];

/** The language whose extension `path` has, or `undefined`. */
export function languageOfFile(path: string, languages: readonly Language[] = LANGUAGES): Language | undefined {
  const lower = path.toLowerCase();
  return languages.find((language) => language.extensions.some((extension) => lower.endsWith(extension)));
}

/** The tag of an added language's image: follows from its id, so that no folder can claim the image of another. */
export const toAddedTag = (id: string): string => `sandpit-language-${id}:latest`;

/** The limits under which a language runs: those given, or more where it needs more. */
export function toLanguageLimits(limits: Limits, { needs }: Pick<Language, "needs">): Limits {
  const needed = Object.entries(needs) as [keyof Needs, number | undefined][];
  return { ...limits, ...Object.fromEntries(needed.map(([name, value = 0]) => [name, Math.max(limits[name], value)])) };
}
