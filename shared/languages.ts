/** Version of the wire form between the host and the receivers in the images; see `dockerfiles/`. */
export const RECEIVER_VERSION = 1;

/** Where a program's files are inside a sandbox. The receiver makes this folder. */
export const PROGRAM_FOLDER = "/tmp/run";

export interface Language {
  id: string;
  label: string;
  /** The first extension is the one that new files get. */
  extensions: string[];
  /** Folder below `dockerfiles/`. Languages that share an image share the folder. */
  imageFolder: string;
  imageTag: string;
  /** The file that a new program starts with. */
  entry: string;
  /** What the sandbox starts; its interpreter waits for the program before it looks at the last argument. */
  command: string[];
  environment: Record<string, string>;
  /** How the host prepares the files before they are handed over. */
  prepare: "none" | "javascript" | "typescript";
  /** Which interpreters to look for, in this order, when the program runs without a container. */
  localInterpreters: { command: string; args: string[] }[];
  /** Matches the end of standard error where the interpreter itself gave up for lack of memory. */
  memoryError: string;
  sample: string;
}

const NODE = {
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

/** The languages that Sandpit brings along. The one place to add another. */
export const LANGUAGES: readonly Language[] = [
  {
    id: "python",
    label: "Python 3.11",
    extensions: [".py"],
    imageFolder: "python",
    imageTag: "learning-platform-python-executor:latest",
    entry: "main.py",
    command: ["python3", `${PROGRAM_FOLDER}/main.py`],
    environment: { SANDPIT_RECEIVER: String(RECEIVER_VERSION) },
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
