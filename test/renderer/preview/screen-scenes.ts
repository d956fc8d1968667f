import type { DoctorCheck } from "#shared/engine.ts";
import type { ImageStatus } from "#shared/images.ts";
import type { CleanupReport } from "#shared/monitor.ts";
import { type FakeOptions, toImages, UNAVAILABLE } from "../fake-bridge.ts";
import { toContainer, toLesson } from "../fake-containers.ts";

const [python, node] = toImages("ready") as [ImageStatus, ImageStatus];

const states: ImageStatus[] = [
  { ...python, stale: true, createdAt: "2026-06-01T00:00:00.000Z" },
  {
    ...node,
    state: "mismatched",
    message: "The image now called learning-platform-node-executor:latest is not the one that was built here.",
  },
];

const failed: ImageStatus[] = [
  {
    ...python,
    state: "failed",
    id: null,
    sizeBytes: null,
    createdAt: null,
    message: "The build failed.",
    failure: {
      message: "The command of step 4 ended with exit code 1.",
      remedy: "Correct the command, or read the log for what it said, and build again.",
      cause: "command",
      step: 4,
      instruction: "RUN pip install --no-such-option nothing-of-that-name",
      line: 9,
    },
  },
  { ...node, state: "outdated", message: "Its Dockerfile has changed since it was built." },
];

const checks: DoctorCheck[] = [
  { id: "engine", title: "Container engine", status: "pass", detail: "Docker 27.3.1 (API 1.47), through DOCKER_HOST." },
  {
    id: "engine.version",
    title: "Known container escapes",
    status: "warn",
    detail: "runc 1.1.9 is older than 1.1.12.",
    remedy: "Install the current Docker Engine from your system's packages: sudo apt-get install docker-ce",
  },
  { id: "disk", title: "Disk space", status: "pass", detail: "48.2 GB are free where the engine keeps its images." },
  {
    id: "image.python",
    title: "Image for Python",
    status: "fail",
    detail: "The image learning-platform-python-executor:latest has not been built yet.",
    remedy: "sandpit images build python",
    fix: { command: "images.build", label: "Build the images" },
  },
  {
    id: "isolation.user",
    title: "Programs run without administrator rights",
    status: "pass",
    detail: "User id 10001.",
  },
  { id: "isolation.network", title: "No network", status: "pass", detail: "Interfaces: lo." },
  {
    id: "isolation.pids",
    title: "Process limit",
    status: "warn",
    detail: "The engine silently ignores this limit, or the kernel does not show it.",
    remedy: "Use a current Docker engine with control groups enabled for your user.",
  },
  { id: "interpreter.python", title: "Python without isolation", status: "pass", detail: "python3: Python 3.11.2." },
];

const cleanup: CleanupReport = {
  items: [
    {
      kind: "container",
      id: "1",
      name: "sandpit-python-91ac",
      sizeBytes: 0,
      reason: "Left behind by a Sandpit that is no longer running",
    },
    { kind: "image", id: "2", name: "0b8f8a7d6c5e", sizeBytes: 92_274_688, reason: "Replaced by a newer build" },
    {
      kind: "build_cache",
      id: "3",
      name: "Build cache of the images",
      sizeBytes: 33_554_432,
      reason: "No image uses it",
    },
  ],
  totalBytes: 125_829_120,
  failures: [],
};

const many = () => Array.from({ length: 60 }, (_, index) => toContainer(`m${index}x`));

/** The screens beside the code screen, by `?scene=`. */
export const SCREEN_SCENES: Record<string, FakeOptions> = {
  monitor: { containers: toLesson },
  "monitor-details": { containers: toLesson },
  "monitor-protection": { containers: toLesson },
  "monitor-lost": { containers: toLesson, policy: "docker" },
  "monitor-empty": {},
  "monitor-many": { containers: many },
  "images-ready": {},
  "images-states": { images: states },
  "images-failed": { images: failed },
  "images-missing": { images: toImages("missing") },
  "images-building": { images: toImages("missing") },
  "images-layers": {},
  "images-noengine": { engine: UNAVAILABLE, policy: "docker" },
  doctor: { checks },
  "doctor-fine": { checks: checks.filter(({ status }) => status === "pass") },
  cleanup: { containers: toLesson, cleanup },
  "cleanup-done": { containers: toLesson, cleanup },
  "cleanup-empty": { containers: toLesson },
};
