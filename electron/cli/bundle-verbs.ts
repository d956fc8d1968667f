import type { Command, Option } from "commander";
import { exportBundle, forgetKey, importBundle, inspectBundle, listKeys, makeKey } from "./bundle-command.ts";
import type { Session } from "./session.ts";

interface Verbs {
  withSession: <A extends unknown[]>(
    action: (session: Session, ...args: A) => Promise<number>,
  ) => (...args: A) => Promise<void>;
  json: () => Option;
}

/** The verbs of `bundle`: languages in one file, for computers without internet. */
export function addBundleVerbs(program: Command, { withSession, json }: Verbs): void {
  const bundle = program.command("bundle").description("languages in one file, for computers without internet");
  bundle
    .command("export")
    .description("write a bundle with everything that languages need to run")
    .argument("<file>", "for example class.sandpit-bundle")
    .option("-l, --languages <ids>", "these languages, separated by commas")
    .option("--all", "all languages that can run; the default")
    .option("--samples <file...>", "programs that shall go along")
    .option("--sign <key>", "sign it with a key of bundle keygen")
    .addOption(json())
    .action(withSession(exportBundle));
  bundle
    .command("inspect")
    .description("examine a bundle, and say what is in it")
    .argument("<file>")
    .addOption(json())
    .action(withSession(inspectBundle));
  bundle
    .command("import")
    .description("examine a bundle, load its images, and add its languages")
    .argument("<file>")
    .option("--trust <public-key>", "only if it is signed with this key, which is trusted from now on")
    .option("--signed-only", "refuse it where nobody has signed it")
    .addOption(json())
    .action(withSession(importBundle));
  bundle
    .command("keygen")
    .description("make a key for signing bundles")
    .option("-o, --out <file>", "where to; the public key goes beside it", "sandpit-bundle.key")
    .addOption(json())
    .action(async (options: { out: string; json?: boolean }) => {
      process.exitCode = await makeKey(options);
    });
  bundle
    .command("keys")
    .description("list the keys whose bundles are trusted")
    .addOption(json())
    .action(withSession(listKeys));
  bundle
    .command("untrust")
    .description("trust the bundles of a key no longer")
    .argument("<fingerprint...>")
    .addOption(json())
    .action(withSession(forgetKey));
}
