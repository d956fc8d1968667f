import { type Workspace, workspaceSchema } from "#shared/workspace.ts";
import { createJsonDocument } from "./json-document.ts";

export interface WorkspaceStore {
  /** What was open last, `null` at the very first start; `notice` tells the user of damage that was found. */
  load(): Promise<{ workspace: Workspace | null; notice: string | null }>;
  /** Resolves once this workspace, or a later one, is safely on disk. */
  save(workspace: Workspace): Promise<void>;
}

/** Keeps everything that the user has open in `workspace.json`, through crashes and kills. */
export function createWorkspaceStore({ folder }: { folder: string }): WorkspaceStore {
  const document = createJsonDocument({ folder, name: "workspace", schema: workspaceSchema, label: "workspace" });
  return {
    async load() {
      const { value, notice } = await document.load();
      return { workspace: value, notice };
    },
    save: document.save,
  };
}
