import type { StepOutcome } from "@searchfit/experiment-store";
import type { ChainContext } from "./chain-context.ts";

/** Names of the steps, in the order of the chain. */
export const stepNames = [
  "extract",
  "generate",
  "split",
  "baseline",
  "mine",
  "fine-tune",
  "evaluate",
  "compare",
  "report",
] as const;

/** Name of a step. */
export type StepName = (typeof stepNames)[number];

/** One step of the chain. */
export interface ChainStep {
  /** Its name, as a command and in the manifest. */
  readonly name: StepName;
  /** What it does, in one line. */
  readonly description: string;
  /** Runs it, or skips it when nothing has changed. */
  readonly run: (context: ChainContext) => Promise<StepOutcome>;
}
