import type { Command } from "commander";
import { flag } from "./dataset-flags.ts";

/** What may be given beside the experiments: the settings of the others are their own. */
const taken = ["config", "seed", "json"];

/** Adds to `compare` the experiments that it compares instead of running the step. */
export function addExperimentNames(command: Command): Command {
  return command
    .argument("[experiments...]", "compare these experiments, by name or folder, and their base")
    .addHelpText("after", "  searchfit compare plain distilled more-epochs");
}

/** True when experiments are named; a flag of the step or of a dataset beside them is a usage error. */
export function asksForExperiments(command: Command): boolean {
  if (command.args.length === 0) return false;
  const alien = Object.keys(command.opts()).find(
    (option) => command.getOptionValueSource(option) === "cli" && !taken.includes(option),
  );
  if (alien !== undefined) {
    command.error(`error: ${flag(alien)} does not go with names of experiments`);
  }
  return true;
}
