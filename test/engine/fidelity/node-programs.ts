import type { FidelityProgram } from "./fidelity-program.ts";
import { nodeErrors } from "./node-errors.ts";
import { nodeModules } from "./node-modules.ts";
import { nodeProcesses } from "./node-processes.ts";
import { nodeRuntime } from "./node-runtime.ts";

export const nodePrograms: FidelityProgram[] = [...nodeErrors, ...nodeModules, ...nodeRuntime, ...nodeProcesses];
