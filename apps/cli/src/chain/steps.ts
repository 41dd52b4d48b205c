import { baseline } from "../steps/baseline.ts";
import { compare } from "../steps/compare.ts";
import { evaluate } from "../steps/evaluate.ts";
import { extract } from "../steps/extract.ts";
import { fineTune } from "../steps/fine-tune.ts";
import { generate } from "../steps/generate.ts";
import { mine } from "../steps/mine.ts";
import { report } from "../steps/report.ts";
import { split } from "../steps/split.ts";
import type { ChainStep } from "./chain-step.ts";

/** The chain. */
export const steps: readonly ChainStep[] = [
  extract,
  generate,
  split,
  baseline,
  mine,
  fineTune,
  evaluate,
  compare,
  report,
];
