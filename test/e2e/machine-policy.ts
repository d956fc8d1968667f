import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Whether a policy can be put in place here: in a mount namespace of its own, so that this machine has none. */
export const canHavePolicy: boolean = process.platform === "linux" && process.getuid?.() === 0;

const SCRIPT = `set -e
mount -t tmpfs tmpfs "$0/etc" && cp -a /etc/. "$0/etc" && mkdir -p "$0/etc/sandpit"
cp "$0/policy.json" "$0/etc/sandpit/policy.json"
mount --bind "$0/etc" /etc
exec "$@"
`;

/** What to start in place of `program`, so that it finds this text as the policy of its machine. */
export async function underPolicy(program: string, policy: string, folder: string): Promise<string> {
  await mkdir(join(folder, "etc"), { recursive: true });
  await writeFile(join(folder, "policy.json"), policy);
  await writeFile(join(folder, "mount.sh"), SCRIPT);
  const wrapper = join(folder, "under-policy");
  const quoted = [join(folder, "mount.sh"), folder, program].map((word) => `'${word}'`);
  const [script, ...rest] = quoted;
  await writeFile(wrapper, `#!/bin/sh\nexec unshare --mount sh -c "$(cat ${script})" ${rest.join(" ")} "$@"\n`, {
    mode: 0o700,
  });
  return wrapper;
}
