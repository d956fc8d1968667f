import type { ImageDetails } from "#shared/images.ts";
import type {
  ContainerDetails,
  ContainerLog,
  ContainerSample,
  ContainerSummary,
  ProcessTable,
} from "#shared/monitor.ts";

const LIMITS = { memoryBytes: 134_217_728, cpus: 0.5, pids: 64 };

/** A warm Python sandbox of ours, unless something else is said. */
export function toContainer(id: string, change: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id: id.padEnd(64, "0"),
    name: `sandpit-python-${id}`,
    image: "learning-platform-python-executor:latest",
    ours: true,
    mine: true,
    role: "warm",
    languages: ["python"],
    runId: null,
    outcome: null,
    state: "running",
    exitCode: null,
    createdAt: new Date(Date.now() - 75_000).toISOString(),
    endedAt: null,
    limits: LIMITS,
    ...change,
  };
}

/** What a lesson looks like: one program runs, others wait or are over, and somebody else's database is there too. */
export function toLesson(): ContainerSummary[] {
  const ended = (secondsAgo: number) => ({
    state: "removed" as const,
    role: "finished" as const,
    endedAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
  });
  return [
    toContainer("a1", {
      role: "running",
      runId: "4f1c9a52-run",
      createdAt: new Date(Date.now() - 14_000).toISOString(),
    }),
    toContainer("b2"),
    toContainer("c3", { name: "sandpit-node-c3", languages: ["javascript", "typescript"] }),
    toContainer("d4", { role: "starting", createdAt: new Date(Date.now() - 1_000).toISOString() }),
    toContainer("e5", { ...ended(12), runId: "77aa0b1c-run", outcome: "completed", exitCode: 0 }),
    toContainer("f6", { ...ended(48), runId: "09bbd2e1-run", outcome: "memory_limit", exitCode: 137 }),
    toContainer("g7", {
      name: "school-database",
      image: "postgres:16",
      ours: false,
      mine: false,
      role: null,
      languages: [],
      createdAt: new Date(Date.now() - 8 * 86_400_000).toISOString(),
      limits: { memoryBytes: null, cpus: null, pids: null },
    }),
  ];
}

/** Three minutes of use that goes up and down. */
export function toSamples(id: string, count = 120): ContainerSample[] {
  const seed = id.charCodeAt(0);
  const busy = id.startsWith("a1");
  return Array.from({ length: count }, (_, index) => ({
    id,
    at: Date.now() - (count - index) * 1000,
    cpuPercent: index === 0 ? null : busy ? 44 + 5 * Math.sin(index / 5) : index % 40 === seed % 40 ? 6 : 0.1,
    memoryBytes: Math.round((busy ? 40 + index / 3 : 8.4 + (seed % 5)) * 1024 * 1024),
    memoryLimitBytes: LIMITS.memoryBytes,
    processes: busy ? 3 : 2,
    blockReadBytes: 1_228_800,
    blockWriteBytes: 0,
    networkReceivedBytes: null,
    networkSentBytes: null,
  }));
}

/** What the engine would report about one of them. */
export function toContainerDetails(containers: readonly ContainerSummary[], id: string): ContainerDetails {
  const summary = containers.find((one) => one.id === id) ?? toContainer("a1");
  return {
    summary,
    command: "python3 /tmp/run/main.py",
    user: summary.ours ? "10001:10001" : "",
    pid: 4711,
    restartPolicy: "no",
    networkMode: summary.ours ? "none" : "bridge",
    readOnlyRoot: summary.ours,
    privileged: false,
    init: summary.ours,
    capabilitiesDropped: summary.ours ? ["ALL"] : [],
    capabilitiesAdded: [],
    securityOptions: summary.ours ? ["no-new-privileges"] : [],
    swapBytes: 0,
    shmBytes: 8_388_608,
    logDriver: summary.ours ? "none" : "json-file",
    mounts: summary.ours
      ? []
      : [{ type: "bind", source: "/srv/school", destination: "/var/lib/postgresql/data", readOnly: false }],
    tmpfs: summary.ours ? [{ path: "/tmp", options: "rw,nosuid,nodev,noexec,size=33554432" }] : [],
    ulimits: summary.ours ? [{ name: "nofile", soft: 1024, hard: 1024 }] : [],
    labels: {},
  };
}

export const FAKE_PROCESSES: ProcessTable = {
  titles: ["PID", "USER", "TIME", "COMMAND"],
  rows: [
    ["4711", "10001", "00:00", "/sbin/docker-init -- python3 /tmp/run/main.py"],
    ["4733", "10001", "00:07", "python3 /tmp/run/main.py"],
  ],
};

export const FAKE_LOG: ContainerLog = {
  parts: [
    { stream: "stdout", text: "Counting sheep\n1\n2\n3\n" },
    { stream: "stderr", text: "a note on standard error\n" },
    { stream: "stdout", text: "4\n5\n" },
  ],
  truncated: false,
  notice: null,
};

export const FAKE_DETAILS: ImageDetails = {
  tag: "learning-platform-python-executor:latest",
  id: "sha256:3f4c5d6e7f80",
  sizeBytes: 178_257_920,
  createdAt: "2026-01-01T00:00:00.000Z",
  baseImage: "python:3.11-slim-bookworm",
  baseVersion: "Debian GNU/Linux 12 (bookworm)",
  interpreterVersion: "Python 3.11.2",
  architecture: "amd64",
  receiverVersion: "3",
  layers: [
    { createdBy: "/bin/sh -c #(nop)  USER 10001:10001", sizeBytes: 0, createdAt: "2026-01-01T00:00:00Z" },
    { createdBy: "/bin/sh -c sh /tmp/harden.sh", sizeBytes: 1_153_433, createdAt: "2026-01-01T00:00:00Z" },
    {
      createdBy: "/bin/sh -c #(nop) COPY sandpit_receiver.py /usr/lib",
      sizeBytes: 8_401,
      createdAt: "2026-01-01T00:00:00Z",
    },
    { createdBy: "", sizeBytes: 177_096_086, createdAt: "2026-01-01T00:00:00Z" },
  ],
};
