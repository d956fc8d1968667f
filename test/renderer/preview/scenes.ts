import type { Draft, Workspace } from "#shared/workspace.ts";
import { type FakeOptions, toImages, UNAVAILABLE } from "../fake-bridge.ts";
import { SCREEN_SCENES } from "./screen-scenes.ts";

const MAIN = `import shapes

# Ask for the sides of a rectangle, then draw it.
name = input("Who? ")
print("Hello", name)

total = 0
for side in range(1, 5):
    area = shapes.area(side, side + 2)
    total += area
    print(f"{side} × {side + 2} = {area}")

print("Together:", totl)
`;
const SHAPES = `def area(width, height):
    """The area of a rectangle."""
    return width * height
`;

function draft(id: string, name: string, content: string, change: Partial<Draft> = {}): Draft {
  return { id, name, language: "python", content, file: null, cursor: 0, ...change };
}

const workspace: Workspace = {
  version: 1,
  activeId: "a",
  drafts: [
    draft("a", "main.py", MAIN),
    draft("b", "shapes.py", SHAPES, {
      file: {
        handle: "h1",
        name: "shapes.py",
        displayPath: "~/lessons/shapes.py",
        savedContent: SHAPES,
        version: "1",
      },
    }),
  ],
};

const TRACEBACK = `Traceback (most recent call last):
  File "/tmp/run/main.py", line 13, in <module>
    print("Together:", totl)
                       ^^^^
NameError: name 'totl' is not defined. Did you mean: 'total'?
`;

const base: FakeOptions = { workspace };

/** What the preview can show, by `?scene=`. */
export const SCENES: Record<string, FakeOptions> = {
  idle: base,
  running: {
    ...base,
    program: ({ print }) => print("Counting sheep\n1\n2\n3\n4\n"),
  },
  waiting: {
    ...base,
    async program({ print, waiting, input, end }) {
      print("Who? ");
      waiting(true);
      const name = await input();
      waiting(false);
      print(`Hello ${name}`);
      end();
    },
  },
  completed: {
    ...base,
    program({ print, complain, end }) {
      print(
        "Hello Ada\n\u001b[1mbold\u001b[0m \u001b[32mgreen\u001b[0m \u001b[38;5;208morange\u001b[0m \u001b[7minverse\u001b[0m\n",
      );
      print("漢字 and 😀 wide\n1 × 3 = 3\n2 × 4 = 8\n3 × 5 = 15\n4 × 6 = 24\n");
      complain("a note on standard error\n");
      print("Together: 50\n");
      end();
    },
  },
  failed: {
    ...base,
    program({ print, complain, end }) {
      print("Hello Ada\n1 × 3 = 3\n2 × 4 = 8\n3 × 5 = 15\n4 × 6 = 24\n");
      complain(TRACEBACK);
      end({ outcome: "failed", exitCode: 1 });
    },
  },
  signaled: { ...base, program: ({ end }) => end({ outcome: "signaled", exitCode: null, signal: "SIGSEGV" }) },
  time_limit: {
    ...base,
    program({ print, end }) {
      print(Array.from({ length: 80 }, (_, index) => `Round ${index}\n`).join(""));
      end({ outcome: "time_limit", exitCode: null, wallMs: 30_000 });
    },
  },
  memory_limit: {
    ...base,
    program({ print, end }) {
      print("Filling a list…\n");
      end({ outcome: "memory_limit", exitCode: 137, wallMs: 2_310, peakMemoryBytes: 134_217_728 });
    },
  },
  output_limit: {
    ...base,
    program({ print, end }) {
      print("All work and no play\n".repeat(500));
      end({ outcome: "output_limit", exitCode: null, truncated: { stdout: true, stderr: false } });
    },
  },
  cancelled: {
    ...base,
    program({ print, end }) {
      print("1\n2\n");
      end({ outcome: "cancelled", exitCode: null });
    },
  },
  refused: {
    ...base,
    refusal: { code: "queue_full", message: "Eight programs are already waiting. Wait for one of them to end." },
  },
  insecure: {
    ...base,
    engine: UNAVAILABLE,
    program({ print, end }) {
      print("Hello\n");
      end();
    },
  },
  noengine: { ...base, engine: UNAVAILABLE },
  policy: { ...base, engine: UNAVAILABLE, policy: "docker" },
  images: { ...base, images: toImages("missing") },
  building: { ...base, images: toImages("missing") },
  bottom: { ...base, preferences: { panelSide: "bottom", panelPercent: 40 } },
  empty: { workspace: { version: 1, drafts: [], activeId: null } },
  first: {},
  conflict: base,
  ...SCREEN_SCENES,
};
