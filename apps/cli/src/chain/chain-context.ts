import type { Experiment } from "@searchfit/experiment-store";
import type { Workbench } from "../models/open-workbench.ts";
import type { Environment } from "../settings/read-environment.ts";
import type { Settings } from "../settings/settings.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What every step is given. */
export interface ChainContext {
  /** The experiment folder, locked by this process. */
  readonly experiment: Experiment;
  /** What was asked for. */
  readonly settings: Settings;
  /** Environment variables; secrets are read from here and written nowhere. */
  readonly environment: Environment;
  /** Where to speak. */
  readonly terminal: Terminal;
  /** Python, the base model and embedders, made when first needed. */
  readonly workbench: Workbench;
  /** Ends the work in a state that the next call goes on from. */
  readonly signal: AbortSignal;
  /** Folder that relative paths of the user start from. */
  readonly folder: string;
  /** Configuration file that was named on the command line, as it was written there. */
  readonly configFile?: string | undefined;
  /** Folder of a training job that ran elsewhere, whose result `fine-tune` takes. */
  readonly adopted?: string | undefined;
  /** Steps to run although nothing has changed. */
  readonly forced: ReadonlySet<string>;
}
