import type { FidelityProgram } from "./fidelity-program.ts";
import { pythonErrors } from "./python-errors.ts";
import { pythonInput } from "./python-input.ts";
import { pythonLibrary } from "./python-library.ts";
import { pythonMain } from "./python-main.ts";
import { pythonProcesses } from "./python-processes.ts";

export const pythonPrograms: FidelityProgram[] = [
  ...pythonErrors,
  ...pythonMain,
  ...pythonInput,
  ...pythonProcesses,
  ...pythonLibrary,
];
