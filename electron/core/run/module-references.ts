import { type Node, Parser } from "acorn";
import { type ModuleKind, toModuleKind } from "./module-kind.ts";

/** A module that a file names, with the offsets of the string literal, quotes included. */
export interface ModuleSpecifier {
  start: number;
  end: number;
  specifier: string;
}

export interface ModuleReferences {
  kind: ModuleKind;
  specifiers: ModuleSpecifier[];
  /** Whether a name is imported and never used: it may have been a type, which does not exist when the program runs. */
  hasUnusedImports: boolean;
}

/** The parts of a syntax tree that matter here; every node has them or has not. */
interface TreeNode extends Node {
  source?: TreeNode | null;
  callee?: TreeNode;
  arguments?: TreeNode[];
  local?: TreeNode;
  name?: string;
  value?: unknown;
}

const isNode = (value: unknown): value is TreeNode =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

function* walk(node: TreeNode): Generator<TreeNode> {
  yield node;
  for (const child of Object.values(node)) {
    for (const item of Array.isArray(child) ? child : [child]) if (isNode(item)) yield* walk(item);
  }
}

/** The string that names the module, where `node` imports, re-exports or requires one. */
function specifierOf(node: TreeNode): TreeNode | undefined {
  const named = node.type === "CallExpression" && node.callee?.name === "require" ? node.arguments?.[0] : node.source;
  return named?.type === "Literal" && typeof named.value === "string" ? named : undefined;
}

/** Finds the modules that a JavaScript file names. `null` where it does not parse: Node.js will say why. */
export function findModuleReferences(source: string): ModuleReferences | null {
  const kind = toModuleKind(source);
  let tree: TreeNode;
  try {
    tree = Parser.parse(source, {
      ecmaVersion: "latest",
      sourceType: kind === "module" ? "module" : "script",
      allowHashBang: true,
      allowReturnOutsideFunction: kind === "commonjs",
    });
  } catch {
    return null;
  }
  const specifiers: ModuleSpecifier[] = [];
  const imported = new Set<string>();
  for (const node of walk(tree)) {
    const literal = specifierOf(node);
    if (literal) specifiers.push({ start: literal.start, end: literal.end, specifier: String(literal.value) });
    if (/^Import(Default|Namespace)?Specifier$/.test(node.type) && node.local?.name) imported.add(node.local.name);
  }
  const hasUnusedImports = [...imported].some((name) => !isUsedBeyondImports(tree, name));
  return { kind, specifiers, hasUnusedImports };
}

function isUsedBeyondImports(tree: TreeNode, name: string): boolean {
  const body = (tree as TreeNode & { body?: TreeNode[] }).body ?? [];
  return body.some((statement) => {
    if (statement.type === "ImportDeclaration") return false;
    for (const node of walk(statement)) if (node.type === "Identifier" && node.name === name) return true;
    return false;
  });
}
