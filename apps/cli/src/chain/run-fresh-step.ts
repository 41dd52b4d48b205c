import type { Json, StepContext, StepDefinition, StepOutcome } from "@searchfit/experiment-store";
import type { ChainContext } from "./chain-context.ts";
import { requireFresh } from "./require-fresh.ts";

/**
 * Runs a step that works on what other steps made, unless those are out of date; skips it when
 * nothing has changed.
 *
 * @throws {CliError} `STALE_RESULTS`.
 */
export async function runFreshStep(
  context: ChainContext,
  step: StepDefinition,
  work: (folders: StepContext) => Promise<Json>,
): Promise<StepOutcome> {
  await requireFresh(context, step);
  return context.experiment.runStep(step, work);
}
