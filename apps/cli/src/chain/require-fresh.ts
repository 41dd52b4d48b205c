import type { StepDefinition } from "@searchfit/experiment-store";
import { staleResults } from "./stale-results.ts";
import type { ChainContext } from "./chain-context.ts";
import { warnOfUnrecorded } from "./warn-of-unrecorded.ts";

/**
 * Stops when the inputs of a step were made from other files than those there now: a model that was
 * trained on another split, say. Tells of inputs that no step has made, as nothing shows what these are of.
 *
 * @throws {CliError} `STALE_RESULTS` with the steps that are out of date.
 */
export async function requireFresh(
  { experiment, settings, terminal }: Pick<ChainContext, "experiment" | "settings" | "terminal">,
  { name, inputs }: Pick<StepDefinition, "name" | "inputs">,
): Promise<void> {
  const { stale, unrecorded } = await experiment.traceOrigins(inputs);
  if (stale.length > 0) throw staleResults(name, settings.experiment, stale);
  warnOfUnrecorded(unrecorded, terminal);
}
