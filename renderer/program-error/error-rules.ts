import type { ErrorRule } from "./error-rule.ts";
import { SYNTAX_RULES } from "./syntax-rules.ts";
import { TYPE_RULES } from "./type-rules.ts";
import { VALUE_RULES } from "./value-rules.ts";
import { WORLD_RULES } from "./world-rules.ts";

/** The commonest errors of beginners, with the words of Python 3.11 and Node.js 18. The first that fits is used. */
export const ERROR_RULES: readonly ErrorRule[] = [...SYNTAX_RULES, ...TYPE_RULES, ...VALUE_RULES, ...WORLD_RULES];
