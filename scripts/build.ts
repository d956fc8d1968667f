import { fileURLToPath } from "node:url";
import { buildAll } from "./build-all.ts";

/** `npm run build`: builds all of the application into `dist/`. */
await buildAll();
console.log(`Built into ${fileURLToPath(new URL("../dist", import.meta.url))}`);
