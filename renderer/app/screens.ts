import { CodeXml, type LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import { CodeScreen } from "./code-screen.tsx";

export interface Screen {
  id: string;
  label: string;
  icon: LucideIcon;
  Content: ComponentType;
}

/** The screens of the window, in the rail's order. The one place to add another. */
export const SCREENS: readonly Screen[] = [{ id: "code", label: "Code", icon: CodeXml, Content: CodeScreen }];
