import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";

const ENCRYPTION = { ssh: ", over SSH", tls: ", over TLS" };

/** `sandpit engines`: what the setting `engine.address` could be, and which one is in use. */
export async function listEngines(session: Session, { json }: { json?: boolean }): Promise<number> {
  const [choices, status] = await Promise.all([session.call("engine.choices", {}), session.call("app.status", {})]);
  if (!choices.ok) return printFailure(choices.error, json);
  if (!status.ok) return printFailure(status.error, json);
  const { engines } = choices.value;
  const { engine } = status.value;
  if (json) {
    printJson({ engines, inUse: engine });
    return 0;
  }
  if (engine.state === "available") {
    const { product, version, origin, address, machine } = engine;
    const place = machine === null ? "on this computer" : `on ${machine}, another machine`;
    console.log(`In use: ${product} ${version} ${place}, found through ${origin} at ${address}.`);
  } else console.log(`In use: none. ${engine.message} ${engine.remedy}`);
  if (engines.length === 0) return 0;
  console.log(
    "\nTo use another: sandpit settings set engine.address VALUE (reset: sandpit settings reset engine.address)\n",
  );
  printTable([
    ["", "VALUE", "WHERE", "ADDRESS"],
    ...engines.map(({ value, address, machine, encryption, inUse }) => [
      inUse ? "*" : "",
      value,
      machine === null
        ? "this computer"
        : `${machine}${encryption === null ? ", not encrypted" : ENCRYPTION[encryption]}`,
      address,
    ]),
  ]);
  return 0;
}
