import { Activity, ChartColumn, CodeXml, History, type LucideIcon, Package, Settings, Stethoscope } from "lucide-react";
import { type ComponentType, lazy } from "react";
import type { ScreenId } from "../session/view-state.ts";

export interface Screen {
  id: ScreenId;
  label: string;
  icon: LucideIcon;
  /** Loaded when it is first shown, so that the editor does not wait for it. The code screen is always there. */
  Content: ComponentType | null;
}

const MonitorScreen = lazy(async () => ({ default: (await import("../monitor/monitor-screen.tsx")).MonitorScreen }));
const ImagesScreen = lazy(async () => ({ default: (await import("../images/images-screen.tsx")).ImagesScreen }));
const DoctorScreen = lazy(async () => ({ default: (await import("../doctor/doctor-screen.tsx")).DoctorScreen }));
const HistoryScreen = lazy(async () => ({ default: (await import("../history/history-screen.tsx")).HistoryScreen }));
const InsightsScreen = lazy(async () => ({
  default: (await import("../insights/insights-screen.tsx")).InsightsScreen,
}));
const SettingsScreen = lazy(async () => ({
  default: (await import("../settings/settings-screen.tsx")).SettingsScreen,
}));

/** The screens of the window, in the rail's order, which is also that of their shortcuts. The one place to add another. */
export const SCREENS: readonly Screen[] = [
  { id: "code", label: "Code", icon: CodeXml, Content: null },
  { id: "monitor", label: "Monitor", icon: Activity, Content: MonitorScreen },
  { id: "images", label: "Images", icon: Package, Content: ImagesScreen },
  { id: "doctor", label: "Doctor", icon: Stethoscope, Content: DoctorScreen },
  { id: "history", label: "History", icon: History, Content: HistoryScreen },
  { id: "insights", label: "Insights", icon: ChartColumn, Content: InsightsScreen },
  { id: "settings", label: "Settings", icon: Settings, Content: SettingsScreen },
];
