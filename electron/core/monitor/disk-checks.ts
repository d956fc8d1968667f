import { statfs } from "node:fs/promises";
import type { DoctorCheck } from "#shared/engine.ts";
import { formatBytes } from "#shared/format.ts";

const MIB = 1024 * 1024;
/** Building both images takes about 700 MB; drafts and records need next to nothing. */
const ENOUGH_BYTES = 2048 * MIB;
const TOO_LITTLE_BYTES = 256 * MIB;

/** Free space where Sandpit keeps its files, and where the engine keeps its own if that is on this machine. */
export async function checkDisks(home: string, engineRoot: string | null): Promise<DoctorCheck[]> {
  const places = [
    { id: "disk.home", title: "Disk space for Sandpit", path: home },
    ...(engineRoot ? [{ id: "disk.engine", title: "Disk space for images", path: engineRoot }] : []),
  ];
  const checks = await Promise.all(
    places.map(async ({ id, title, path }) => {
      const freeBytes = await readFreeBytes(path);
      return freeBytes === null ? null : toDiskCheck(id, title, freeBytes);
    }),
  );
  return checks.filter((check) => check !== null);
}

/** `null` where the folder is not on this machine, or may not be looked at. */
export async function readFreeBytes(path: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Judges how much is free. */
export function toDiskCheck(id: string, title: string, freeBytes: number): DoctorCheck {
  const check = { id, title, detail: `${formatBytes(freeBytes)} free.` };
  if (freeBytes >= ENOUGH_BYTES) return { ...check, status: "pass" };
  return {
    ...check,
    status: freeBytes < TOO_LITTLE_BYTES ? "fail" : "warn",
    remedy: "Free some space: a clean-up removes what Sandpit no longer needs; empty the bin; remove old images.",
    fix: { command: "cleanup.run", label: "Clean up" },
  };
}
