import type { ProcessNote } from "../base/run-state.ts";

/** A service that runs as a child of this process. */
export interface Service {
  readonly url: string;
  readonly process: ProcessNote;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}
