import { useEffect, useRef } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { type DayParts, toDayWords } from "./insights-numbers.ts";

const HEIGHT = 200;
/** From the whole bar, painted first, to its lowest part, painted last over it. */
export const DAY_PARTS = [
  { key: "refused", label: "Refused", colour: "--danger-text" },
  { key: "limited", label: "Met a limit", colour: "--attention" },
  { key: "other", label: "Ended otherwise", colour: "--border-strong" },
  { key: "good", label: "Finished", colour: "--isolated" },
] as const;

/** A bar for each day, of how its runs ended. The table below says the same to those who do not see it. */
export function DayChart({ days }: { days: readonly DayParts[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    // A canvas does not know `light-dark(…)`: the browser resolves it where it stands as an element's colour.
    const swatch = element.appendChild(document.createElement("span"));
    const colour = (name: string) => () => {
      swatch.style.color = `var(${name})`;
      return getComputedStyle(swatch).color;
    };
    // A stack: each series is the sum of the parts from its own downwards.
    const stacked = DAY_PARTS.map((_, from) =>
      days.map((day) => DAY_PARTS.slice(from).reduce((sum, { key }) => sum + day[key], 0)),
    );
    const bars = UPlot.paths.bars?.({ size: [0.7, 48], radius: 0.1 });
    const text = { stroke: colour("--text-quiet"), font: "12px Inter Variable, system-ui" };
    const plot = new UPlot(
      {
        width: Math.max(1, element.clientWidth),
        height: HEIGHT,
        padding: [8, 8, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false, range: [-0.6, days.length - 0.4] }, y: { range: (_, __, max) => [0, max || 1] } },
        axes: [
          {
            ...text,
            size: 28,
            grid: { show: false },
            ticks: { show: false },
            splits: () => days.map((_, index) => index).filter((index) => index % Math.ceil(days.length / 8) === 0),
            values: (_, splits) => splits.map((index) => toDayWords(days[index]?.day ?? "").replace(/^\S+ /, "")),
          },
          {
            ...text,
            size: 44,
            grid: { stroke: colour("--border"), width: 1 },
            ticks: { show: false },
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000],
          },
        ],
        series: [
          {},
          ...DAY_PARTS.map(({ label, colour: name }) => ({
            ...{ label, fill: colour(name), stroke: colour(name), width: 0, points: { show: false } },
            ...(bars && { paths: bars }),
          })),
        ],
      },
      [days.map((_, index) => index), ...stacked],
      element,
    );
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    resized.observe(element);
    // A canvas does not follow the theme by itself, and its paths keep the colour that they were made with.
    const repaint = () => plot.redraw();
    const themed = new MutationObserver(repaint);
    themed.observe(document.documentElement, { attributes: true });
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", repaint);
    return () => {
      resized.disconnect();
      themed.disconnect();
      scheme.removeEventListener("change", repaint);
      plot.destroy();
      swatch.remove();
    };
  }, [days]);
  return <div ref={place} className="day-chart" style={{ height: HEIGHT }} aria-hidden />;
}
