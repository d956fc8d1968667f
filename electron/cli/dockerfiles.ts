import { join } from "node:path";

/** The folder with one folder an image. Others can be tried out with `SANDPIT_DOCKERFILES`, as in the window. */
export const DOCKERFILES = process.env.SANDPIT_DOCKERFILES ?? join(import.meta.dirname, "../../dockerfiles");
