/** What is known of the program that starts containers. */
export interface RuntimeAge {
  isSafe: boolean;
  detail: string;
}

/** Major, minor, patch, and the number of a release candidate; a release comes after all its candidates. */
type Version = readonly [major: number, minor: number, patch: number, candidate: number];
const RELEASE = Number.POSITIVE_INFINITY;

/** Published container escapes, and the version that mended them in each line of releases, the oldest line first. */
const ESCAPES: readonly { name: string; mendedIn: readonly Version[] }[] = [
  {
    // https://github.com/opencontainers/runc/security/advisories/GHSA-xr7r-f8xq-vfvv
    name: "CVE-2024-21626",
    mendedIn: [[1, 1, 12, RELEASE]],
  },
  {
    // https://github.com/opencontainers/runc/releases/tag/v1.2.8, v1.3.3 and v1.4.0-rc.3
    name: "CVE-2025-31133, CVE-2025-52565, CVE-2025-52881",
    mendedIn: [
      [1, 2, 8, RELEASE],
      [1, 3, 3, RELEASE],
      [1, 4, 0, 3],
    ],
  },
];

/**
 * Says whether a runc carries known container escapes. A line (1.2, 1.3, …) that was mended is compared with its own
 * version; older lines never were, newer ones always are. Only the version that its makers gave is looked at: a
 * distribution may have mended an older one.
 */
export function toRuntimeAge({ name, version }: { name: string; version: string }): RuntimeAge {
  if (name !== "runc")
    return { isSafe: true, detail: `${name} ${version}; only the versions of runc are compared with known escapes.` };
  const numbers = parseVersion(version);
  if (!numbers) return { isSafe: true, detail: `runc ${version}, a version that cannot be compared.` };
  const known = ESCAPES.filter(({ mendedIn }) => !isMended(numbers, mendedIn)).map((of) => of.name);
  if (known.length === 0) return { isSafe: true, detail: `runc ${version} has no known container escape.` };
  const backports = /ds\d|deb|ubuntu|[-+~.]el\d|fc\d/i.test(version)
    ? " Your distribution may have mended it without changing the number."
    : "";
  return {
    isSafe: false,
    detail: `runc ${version} is older than what closes the container escapes ${known.join(", ")}.${backports}`,
  };
}

function parseVersion(text: string): Version | null {
  const [, major, minor, patch, candidate] = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-~]?rc\.?(\d+))?/.exec(text) ?? [];
  if (!major || !minor) return null;
  return [Number(major), Number(minor), Number(patch ?? 0), candidate ? Number(candidate) : RELEASE];
}

function isMended(version: Version, mendedIn: readonly Version[]): boolean {
  const line = mendedIn.find(([major, minor]) => major === version[0] && minor === version[1]);
  const against = line ?? mendedIn.at(-1);
  return against !== undefined && isAtLeast(version, against);
}

function isAtLeast(version: Version, other: Version): boolean {
  const at = version.findIndex((number, index) => number !== other[index]);
  return at < 0 || (version[at] ?? 0) > (other[at] ?? 0);
}
