import { parseArgs } from "node:util";
import { stageNames, type StageName } from "./stage.ts";

/** What the runner was asked to do. */
export interface Arguments {
  /** Stages to run, in their own order. */
  readonly stages: readonly StageName[];
  /** Whether only the help is wanted. */
  readonly help: boolean;
}

/** Text for `--help`. */
export const helpText = `Runs every check of the repository and ends with "N passed, N failed".

npm test                          everything
npm test -- --quick               everything but the slow tests (model, server, Python jobs)
npm test -- --only unit,python    these stages alone

Stages: ${stageNames.join(", ")}
`;

/**
 * Reads the runner's flags.
 *
 * @param argv Arguments without the program.
 * @throws {TypeError} When a flag or a stage is unknown; the message names what there is.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: "string", multiple: true },
      quick: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const wanted = values.only?.flatMap((list) => list.split(",")).map((name) => name.trim());
  const known: readonly string[] = stageNames;
  const unknown = wanted?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new TypeError(
      `Unknown stage ${unknown.map((name) => `"${name}"`).join(", ")}. Stages: ${stageNames.join(", ")}.`,
    );
  }
  const stages = stageNames.filter(
    (name) => (wanted?.includes(name) ?? true) && !(values.quick === true && name === "slow"),
  );
  if (stages.length === 0) throw new TypeError("No stage is left to run.");
  return { stages, help: values.help ?? false };
}
