import { InvalidArgumentError, type Command } from "commander";
import type { StepName } from "../chain/chain-step.ts";
import type { CompareFlags } from "./compare-on-dataset.ts";
import type { EvaluateFlags } from "./evaluate-on-dataset.ts";
import { decimal } from "./parse-number.ts";

/** Flags that a command takes on a dataset; all of `required` ask for that job. */
const jobs: Readonly<
  Partial<Record<StepName, { required: readonly string[]; own: readonly string[] }>>
> = {
  evaluate: { required: ["model", "dataset"], own: ["run", "titleWeight", "split"] },
  compare: { required: ["baseline", "candidate", "dataset"], own: ["titleWeight", "split"] },
};

/** Settings that mean the same on a dataset as in an experiment. */
const shared = ["precision", "threads", "python", "config", "seed", "json"];

/** Adds to the steps `evaluate` and `compare` the flags by which they work on a dataset instead. */
export function addDatasetFlags(command: Command, name: StepName): void {
  if (name !== "evaluate" && name !== "compare") return;
  if (name === "evaluate") {
    command
      .option("--model <model>", "with --dataset: the model, a folder or an id on the hub")
      .option("--run <file>", "with --dataset: write the TREC run as well");
  } else {
    command
      .option("--baseline <model>", "with --dataset: the model to beat, a folder or an id")
      .option("--candidate <model>", "with --dataset: the other model");
  }
  command
    .option("--dataset <folder>", "a BEIR folder: corpus.jsonl, queries.jsonl, qrels.tsv")
    .option("--split <name>", "with --dataset: judgments of qrels/NAME.tsv (default test)")
    .option("--title-weight <w>", "with --dataset: the title's share in a vector, 0 to 1", share)
    .addHelpText("after", examples[name]);
}

/**
 * True when the flags ask for the job on a dataset, false when they ask for the step. Some flags of
 * the one and some of the other are a usage error.
 */
export function asksForDataset(command: Command, name: StepName): boolean {
  const job = jobs[name];
  if (job === undefined) return false;
  const given = Object.keys(command.opts()).filter(
    (option) => command.getOptionValueSource(option) === "cli",
  );
  const ofDataset = [...job.required, ...job.own];
  if (!given.some((option) => ofDataset.includes(option))) return false;
  const missing = job.required.filter((option) => !given.includes(option));
  if (missing.length > 0) {
    command.error(
      `error: ${job.required.map(flag).join(" and ")} belong together; ${missing.map(flag).join(" and ")} ${missing.length === 1 ? "is" : "are"} missing`,
    );
  }
  const alien = given.find((option) => !ofDataset.includes(option) && !shared.includes(option));
  if (alien !== undefined) {
    command.error(`error: ${flag(alien)} belongs to an experiment, not to a dataset`);
  }
  return true;
}

/** Runs the job on a dataset; its work is loaded only now. */
export async function runOnDataset(
  name: StepName,
  flags: EvaluateFlags & CompareFlags,
): Promise<void> {
  if (name === "compare") {
    const { compareOnDataset } = await import("./compare-on-dataset.ts");
    await compareOnDataset(flags);
  } else {
    const { evaluateOnDataset } = await import("./evaluate-on-dataset.ts");
    await evaluateOnDataset(flags);
  }
}

const examples = {
  evaluate: `  searchfit evaluate --model experiments/default/model --dataset beir/scifact --run tuned.trec
  searchfit evaluate --model sentence-transformers/all-MiniLM-L6-v2 --dataset beir/scifact --json`,
  compare: `  searchfit compare --baseline old/model --candidate new/model --dataset beir/scifact`,
};

export function flag(option: string): string {
  return `--${option.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

function share(text: string): number {
  const value = decimal(text);
  if (value > 1) throw new InvalidArgumentError(`expected a number from 0 to 1, got ${value}.`);
  return value;
}
