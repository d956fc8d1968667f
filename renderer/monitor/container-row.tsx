import {
  Check,
  CircleDashed,
  CirclePlay,
  CircleSlash,
  Flame,
  LoaderCircle,
  Lock,
  type LucideIcon,
  Square,
} from "lucide-react";
import { memo } from "react";
import { useStore } from "zustand";
import { formatBytes } from "#shared/format.ts";
import type { ContainerSample, ContainerSummary } from "#shared/monitor.ts";
import { useSession } from "../session/use-session.ts";
import { StateMark, type Tone } from "../ui/state-mark.tsx";
import { formatAge, toOutcomeWords, toShortId, toStateWords } from "./container-words.ts";
import { hasEnded } from "./monitor-state.ts";
import { UsageChart } from "./usage-chart.tsx";
import { useBeat } from "./use-beat.ts";

interface ContainerRowProps {
  id: string;
  rowIndex: number;
  isActive: boolean;
  isOpen: boolean;
}

/** A row has room for one minute; the details show all three. */
const ROW_SPAN_MS = 60_000;

export const toRowId = (id: string): string => `container-${id}`;

/** One container. The row itself is drawn when the container changes; its numbers once a second. */
export const ContainerRow = memo(function ContainerRow({ id, rowIndex, isActive, isOpen }: ContainerRowProps) {
  const { stores } = useSession();
  const one = useStore(stores.monitor, ({ containers }) => containers?.[id]);
  if (!one) return null;
  const ended = hasEnded(one);
  return (
    <tr
      id={toRowId(id)}
      className="containers__row"
      aria-rowindex={rowIndex}
      aria-selected={isActive}
      data-active={isActive || undefined}
      data-open={isOpen || undefined}
      data-ended={ended || undefined}
      data-ours={one.ours}
      onClick={() => stores.monitor.dispatch({ type: "opened", id })}
    >
      <td data-column="state">
        <ContainerMark one={one} />
      </td>
      <td data-column="name" className="containers__name" title={`${one.name}, ${toShortId(one.id)}`}>
        <div className="containers__title">
          <span>{one.name}</span>
          {!one.ours && (
            <span className="tag" title="Read-only: it is not Sandpit's, so it is shown, and nothing can be done to it">
              <Lock size={12} aria-hidden />
              <span className="tag__word">Read-only</span>
            </span>
          )}
        </div>
      </td>
      <td data-column="languages">{toLanguageWords(one)}</td>
      <td data-column="run" className="containers__code" title={one.runId ?? undefined}>
        {one.runId?.slice(0, 8) ?? <None />}
      </td>
      {ended ? <EndedCells one={one} /> : <MeasureCells one={one} />}
    </tr>
  );
});

/** What a container is doing, as a word with an icon. */
export function ContainerMark({ one }: { one: ContainerSummary }) {
  const [tone, icon] = toMark(one);
  return (
    <StateMark tone={tone} icon={icon}>
      {toStateWords(one)}
    </StateMark>
  );
}

function toMark({ ours, role, outcome, state, endedAt }: ContainerSummary): [Tone, LucideIcon] {
  if (outcome === "completed") return ["quiet", Check];
  if (outcome !== null || endedAt !== null || state === "exited" || state === "dead") return ["quiet", CircleSlash];
  if (!ours) return ["quiet", state === "running" ? CirclePlay : Square];
  if (role === "running" || (role === null && state === "running")) return ["active", CirclePlay];
  if (role === "warm") return ["quiet", Flame];
  return ["quiet", role === "starting" ? LoaderCircle : CircleDashed];
}

/** One line an image: languages that share it are named together. */
function toLanguageWords({ languages, image }: ContainerSummary) {
  if (languages.length > 0) return <Languages ids={languages} />;
  return (
    <span className="containers__image" title={image}>
      {image.replace(/^sha256:/, "").replace(/@sha256:.*/, "")}
    </span>
  );
}

function Languages({ ids }: { ids: readonly string[] }) {
  const { stores } = useSession();
  const list = useStore(stores.languages, (state) => state.list);
  const labels = ids.map((id) => list.find((language) => language.id === id)?.label ?? id);
  return <span title={labels.join(", ")}>{labels.join(", ")}</span>;
}

function MeasureCells({ one }: { one: ContainerSummary }) {
  const { samples } = useSession();
  const nowMs = useBeat();
  const sample = samples.latest(one.id);
  const { memoryBytes, cpus } = one.limits;
  const cpuLimit = cpus === null ? null : cpus * 100;
  return (
    <>
      <td data-column="age" className="containers__number">
        {formatAge(nowMs - Date.parse(one.createdAt))}
      </td>
      <td data-column="cpu" className="containers__use">
        <div className="containers__line">
          <UsageChart id={one.id} measure="cpu" limit={cpuLimit} width={48} height={24} spanMs={ROW_SPAN_MS} />
          <span className="containers__value">{toPercent(sample)}</span>
          <span className="containers__limit">{cpuLimit === null ? "no limit" : `of ${Math.round(cpuLimit)} %`}</span>
        </div>
      </td>
      <td data-column="memory" className="containers__use">
        <div className="containers__line">
          <UsageChart id={one.id} measure="memory" limit={memoryBytes} width={48} height={24} spanMs={ROW_SPAN_MS} />
          <span className="containers__value">{sample ? toMegabytes(sample.memoryBytes) : <None />}</span>
          <span className="containers__limit">
            {memoryBytes === null ? "no limit" : `of ${formatBytes(memoryBytes)}`}
          </span>
        </div>
      </td>
      <td data-column="processes" className="containers__number">
        {sample?.processes ?? <None />}
      </td>
      <td data-column="block" className="containers__number">
        {toPair(sample?.blockReadBytes, sample?.blockWriteBytes)}
      </td>
      <td data-column="network" className="containers__number">
        {sample && sample.networkReceivedBytes === null ? (
          <span className="containers__quiet">none</span>
        ) : (
          toPair(sample?.networkReceivedBytes, sample?.networkSentBytes)
        )}
      </td>
    </>
  );
}

/** In place of what is measured: how it ended. */
function EndedCells({ one }: { one: ContainerSummary }) {
  const nowMs = useBeat();
  const agoMs = nowMs - Date.parse(one.endedAt ?? one.createdAt);
  return (
    <>
      <td data-column="age" className="containers__number" title="Since it ended">
        {formatAge(agoMs)} ago
      </td>
      <td data-column="cpu">{toOutcomeWords(one)}</td>
      <td data-column="memory">{one.exitCode === null || one.exitCode === 0 ? "" : `Exit code ${one.exitCode}`}</td>
      <td data-column="processes" />
      <td data-column="block" />
      <td data-column="network" />
    </>
  );
}

/** One decimal, always, so that the digits stand under each other. */
function toPercent(sample: ContainerSample | undefined) {
  return sample?.cpuPercent === null || sample === undefined ? <None /> : `${sample.cpuPercent.toFixed(1)} %`;
}

const toMegabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function toPair(one: number | null | undefined, other: number | null | undefined) {
  if (typeof one !== "number" && typeof other !== "number") return <None />;
  if (!one && !other) return <span className="containers__quiet">none</span>;
  return (
    <>
      {formatBytes(one ?? 0)} <span className="containers__quiet">/</span> {formatBytes(other ?? 0)}
    </>
  );
}

/** Not known, or not there. */
function None() {
  return (
    <span className="containers__quiet">
      <span aria-hidden>–</span>
      <span className="visually-hidden">unknown</span>
    </span>
  );
}
