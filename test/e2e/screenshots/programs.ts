import type { Draft, Workspace } from "#shared/workspace.ts";

/** Programs that look like what a learner writes. */
export const SHAPES = `def area(width, height):
    """The area of a rectangle."""
    return width * height
`;

export const GREETING = `import shapes

# Ask for a name, then measure a few rectangles.
name = input("Who? ")
print("Hello", name)

total = 0
for side in range(1, 5):
    area = shapes.area(side, side + 2)
    total += area
    print(f"{side} × {side + 2} = {area}")

print("Together:", total)
`;

export const MISTAKE = GREETING.replace('input("Who? ")', '"Ada"').replace("total)", "totl)");
export const FINE = GREETING.replace('input("Who? ")', '"Ada"');

export const STREAM = `import time

# A countdown, one number a second.
for number in range(40, 0, -1):
    print(number, "…" if number % 5 else "sheep")
    time.sleep(0.8)
`;

export const CRASH = `import ctypes

# Reads memory that belongs to nobody.
print("Looking at address 0")
ctypes.string_at(0)
`;

export const ENDLESS = `number = 7

# Halve even numbers, and never notice that 1 was reached.
while True:
    number = number // 2 if number % 2 == 0 else 3 * number + 1
`;

export const GREEDY = `squares = []

print("Collecting squares …")
for number in range(100_000_000):
    squares.append(number ** 2)
`;

export const CHATTY = `round = 0

while True:
    round += 1
    print("Round", round)
`;

export const HELLO_NODE = `// What does this machine know about itself?
const os = require("node:os");

console.log("Hello from", os.platform());
console.log("Processors:", os.cpus().length);
`;

let made = 0;

/** A draft, in the language that its name says. */
export function draft(name: string, content: string, change: Partial<Draft> = {}): Draft {
  made += 1;
  const language = name.endsWith(".py") ? "python" : name.endsWith(".js") ? "javascript" : "text";
  return { id: `draft-${made}`, name, language, content, file: null, cursor: 0, ...change };
}

/** A workspace with its first draft in front. */
export const workspace = (...drafts: Draft[]): Workspace => ({ version: 1, drafts, activeId: drafts[0]?.id ?? null });
