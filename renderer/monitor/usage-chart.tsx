import { useEffect, useRef } from "react";
import UPlot from "uplot";
import { MONITOR_HISTORY_MS } from "#shared/monitor-limits.ts";
import { useSession } from "../session/use-session.ts";
import "uplot/dist/uPlot.min.css";
import "./usage-chart.css";

export type Measure = "cpu" | "memory";

interface UsageChartProps {
  id: string;
  measure: Measure;
  /** The top of the chart: the container's limit; `null` fits it to what there is. */
  limit: number | null;
  height: number;
  /** In CSS pixels; as wide as its place where there is none. */
  width?: number;
  /** How much of the past it shows; all that is kept by default. */
  spanMs?: number;
}

/** The least that a chart without a limit reaches up to, so that noise does not look like a peak. */
const LEAST: Record<Measure, number> = { cpu: 10, memory: 16 * 1024 * 1024 };

/**
 * A line of one container's use. It paints itself at the beat, past React, and says nothing to a screen reader: the
 * numbers beside it do.
 */
export function UsageChart({ id, measure, limit, height, width, spanMs = MONITOR_HISTORY_MS }: UsageChartProps) {
  const { samples, ticker } = useSession();
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let top = limit ?? LEAST[measure];
    const colour = () => getComputedStyle(element).color;
    const plot = new UPlot(
      {
        width: width ?? Math.max(1, element.clientWidth),
        height,
        padding: [2, 1, 1, 1],
        legend: { show: false },
        cursor: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: {
          x: { time: false, range: () => [(ticker.nowMs() - spanMs) / 1000, ticker.nowMs() / 1000] },
          y: { range: () => [0, top] },
        },
        series: [
          {},
          { stroke: colour, fill: () => toFill(colour()), width: 1.5, points: { show: false }, spanGaps: false },
        ],
      },
      [[], []],
      element,
    );
    const paint = () => {
      const { times, cpuPercent, memoryBytes } = samples.series(id);
      const values = measure === "cpu" ? cpuPercent : memoryBytes;
      const peak = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
      // A container may go a little over its limit between two samples; that is to be seen, not cut off.
      top = Math.max(limit ?? LEAST[measure], peak) * 1.05;
      plot.setData([times as number[], values as (number | null)[]]);
    };
    paint();
    const end = ticker.subscribe(paint);
    const resized = new ResizeObserver(() => {
      if (width === undefined && element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height });
    });
    resized.observe(element);
    return () => {
      end();
      resized.disconnect();
      plot.destroy();
    };
  }, [id, measure, limit, height, width, spanMs, samples, ticker]);

  return <div ref={place} className="usage-chart" data-measure={measure} style={{ height, width }} aria-hidden />;
}

/** A light wash of the line's own colour, which the browser has resolved to `rgb(…)`. */
const toFill = (colour: string): string => colour.replace(/^rgb\((.*)\)$/, "rgba($1, 0.14)");
