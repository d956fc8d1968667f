import type { CodePage } from "../code-page.ts";
import type { OpenedApp } from "../open-app.ts";

/** What is around the application, where it is not the usual. */
export interface Surroundings {
  /** The engine's address. */
  engine?: string;
  /** The application's folder. */
  root?: string;
  /** Cuts the connection to the engine. */
  cut?(): Promise<void>;
  /** Has the engine back before the application ends, so that it leaves nothing behind. */
  restore?(): Promise<void>;
  /** Undoes all of it. */
  end?(): Promise<void>;
}

/** A state of the window worth looking at, and how to get there. */
export interface Scene {
  surround?(): Promise<Surroundings>;
  /** Whether the images are built. They are, unless said otherwise. */
  images?: false;
  /** Puts into the fresh home folder what shall be there. */
  furnish?(home: string): Promise<void>;
  prepare(code: CodePage, opened: OpenedApp, surroundings: Surroundings): Promise<void>;
}
