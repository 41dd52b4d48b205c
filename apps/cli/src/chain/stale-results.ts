import type { StaleStep } from "@searchfit/experiment-store";
import { CliError } from "../cli-error.ts";
import { fileNames } from "./file-names.ts";

/**
 * The refusal of results that do not belong together.
 *
 * @param what Who would use them, such as `evaluate`.
 * @param experiment Name of the experiment.
 * @param stale Steps that are out of date, at least one.
 */
export function staleResults(
  what: string,
  experiment: string,
  stale: readonly StaleStep[],
): CliError {
  const names = stale.map(({ name }) => name).join(", ");
  return new CliError(
    "STALE_RESULTS",
    `${what} rests on results that are out of date:\n${stale.map(staleLine).join("\n")}`,
    {
      hint: `searchfit train --experiment ${experiment} does again what is out of date, and nothing else; or run alone, in this order, ${names} and what follows from that.`,
      details: stale,
    },
  );
}

function staleLine({ name, changed }: StaleStep): string {
  const verb = changed.length === 1 ? "has" : "have";
  return `  - ${name}: ${fileNames(changed)} ${verb} changed since it ran`;
}
