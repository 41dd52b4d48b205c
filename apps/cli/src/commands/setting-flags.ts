import { InvalidArgumentError, Option, type Command } from "commander";
import { stepNames } from "../chain/chain-step.ts";
import type { WrittenSettings } from "../settings/settings.ts";

/** Flags of every command that works on an experiment. */
export interface SettingFlags {
  readonly config?: string;
  readonly experiment?: string;
  readonly source?: string;
  readonly queries?: string;
  readonly judged?: string | false;
  readonly seed?: number;
  readonly baseModel?: string;
  readonly precision?: "fp32" | "int8";
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly queriesPerProduct?: number;
  readonly maxCost?: number;
  readonly batch?: boolean;
  readonly productsPerRequest?: number;
  readonly negatives?: number;
  readonly titles?: boolean;
  readonly freezeLayers?: number;
  readonly checkpointEverySteps?: number;
  readonly device?: "auto" | "cpu" | "cuda" | "mps";
  readonly threads?: number;
  readonly python?: string;
  readonly table?: string;
  readonly force?: readonly string[];
  readonly json?: boolean;
}

/** Adds the flags of an experiment to a command. */
export function addSettingFlags(command: Command): Command {
  return command
    .option("--experiment <name>", "name of the experiment; its folder is experiments/NAME")
    .option(
      "--source <source>",
      "embedded | postgres | jsonl:FILE | json:FILE | csv:FILE | tsv:FILE | parquet:FILE | docs:FOLDER",
    )
    .option("--queries <writer>", "anthropic | openai:MODEL | ollama:MODEL | recorded:FILE")
    .option("--judged <folder>", "judged queries: queries.jsonl and qrels.tsv (BEIR)")
    .option("--no-judged", "leave the sample's judged queries out")
    .option("--base-model <model>", "id on the hub, or a sentence-transformers folder")
    .option("--epochs <n>", "passes over the pairs", wholeNumber)
    .option("--batch-size <n>", "pairs a step", wholeNumber)
    .option("--learning-rate <x>", "highest learning rate", decimal)
    .option("--queries-per-product <n>", "queries to ask for", wholeNumber)
    .option("--max-cost <usd>", "stop asking the LLM before it costs more", decimal)
    .option("--batch", "ask in Message Batches: half the price, answers within a day")
    .option("--products-per-request <n>", "ask about several products at once", wholeNumber)
    .option("--negatives <n>", "mined hard negatives a query", wholeNumber)
    .option("--no-titles", "do not train titles as second positives")
    .option("--freeze-layers <n>", "lowest layers to leave as they are", wholeNumber)
    .option("--checkpoint-every-steps <n>", "save between epochs too", wholeNumber)
    .addOption(
      new Option("--precision <p>", "weights that are evaluated and served").choices([
        "fp32",
        "int8",
      ]),
    )
    .addOption(
      new Option("--device <device>", "where to train").choices(["auto", "cpu", "cuda", "mps"]),
    )
    .option("--threads <n>", "cores to use", wholeNumber)
    .option("--seed <n>", "seed of everything random", wholeNumber)
    .option("--python <path>", "interpreter that has the trainer's packages already")
    .option("--table <name>", "table of the products")
    .option("--config <file>", "configuration file; else searchfit.config.{ts,js,json}")
    .addOption(
      new Option("--force <step...>", "run steps although nothing has changed").choices([
        ...stepNames,
      ]),
    );
}

/** What the flags say, in the form of the configuration file. */
export function settingsOfFlags(flags: SettingFlags): WrittenSettings {
  const judged =
    flags.judged === false ? null : flags.judged === (true as never) ? undefined : flags.judged;
  return {
    experiment: flags.experiment,
    source: flags.source,
    queries: flags.queries,
    judged,
    seed: flags.seed,
    baseModel: flags.baseModel,
    precision: flags.precision,
    device: flags.device,
    threads: flags.threads,
    python: flags.python,
    database: { table: flags.table },
    generation: {
      queriesPerProduct: flags.queriesPerProduct,
      maxCostUsd: flags.maxCost,
      batch: flags.batch,
      productsPerRequest: flags.productsPerRequest,
    },
    negatives: { count: flags.negatives },
    training: {
      epochs: flags.epochs,
      batchSize: flags.batchSize,
      learningRate: flags.learningRate,
      // Commander gives true when --no-titles is absent: only its presence says something.
      titles: flags.titles === false ? false : undefined,
      freezeLayers: flags.freezeLayers,
      checkpointEverySteps: flags.checkpointEverySteps,
    },
  };
}

/** Parses a flag that is a whole number of 0 or more. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || text.trim() === "") {
    throw new InvalidArgumentError(`expected a whole number, got ${JSON.stringify(text)}.`);
  }
  return value;
}

/** Parses a flag that is a number of 0 or more. */
export function decimal(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || text.trim() === "") {
    throw new InvalidArgumentError(`expected a number of 0 or more, got ${JSON.stringify(text)}.`);
  }
  return value;
}
