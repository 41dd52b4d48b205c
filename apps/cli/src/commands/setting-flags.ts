import { Option, type Command } from "commander";
import { stepNames } from "../chain/chain-step.ts";
import type { WrittenSettings } from "../settings/settings.ts";
import { nullIfNone, orNone } from "./absent-value.ts";
import { addFileFlags, settingsOfFileFlags, type FileFlags } from "./file-flags.ts";
import { decimal, wholeNumber } from "./parse-number.ts";
import { addTrainingFlags, settingsOfTrainingFlags, type TrainingFlags } from "./training-flags.ts";

/** Flags of every command that works on an experiment. */
export interface SettingFlags extends TrainingFlags, FileFlags {
  readonly config?: string;
  readonly experiment?: string;
  readonly source?: string;
  readonly queries?: string;
  readonly judged?: string | false;
  readonly seed?: number;
  readonly baseModel?: string;
  readonly precision?: "fp32" | "int8";
  readonly queriesPerProduct?: number;
  readonly maxCost?: number;
  readonly batch?: boolean;
  readonly productsPerRequest?: number;
  readonly device?: "auto" | "cpu" | "cuda" | "mps";
  readonly threads?: number;
  readonly python?: string;
  readonly generalDataset?: string;
  readonly table?: string;
  readonly force?: readonly string[];
  readonly json?: boolean;
}

/** Adds the flags of an experiment to a command. */
export function addSettingFlags(command: Command): Command {
  command
    .option("--experiment <name>", "name of the experiment; its folder is experiments/NAME")
    .option(
      "--source <source>",
      "embedded | postgres | jsonl:FILE | json:FILE | csv:FILE | tsv:FILE | parquet:FILE | docs:FOLDER; a bare FILE is read by its ending",
    );
  addFileFlags(command)
    .option("--queries <writer>", "anthropic | openai:MODEL | ollama:MODEL | recorded:FILE | rules")
    .option("--judged <folder>", "judged queries: queries.jsonl and qrels.tsv (BEIR)")
    .option("--no-judged", "leave the sample's judged queries out")
    .option("--base-model <model>", "id on the hub, or a sentence-transformers folder")
    .option("--queries-per-product <n>", "queries to ask for", wholeNumber)
    .option("--max-cost <usd>", "stop asking the LLM before it costs more", decimal)
    .option("--batch", "ask in Message Batches: half the price, answers within a day")
    .option("--products-per-request <n>", "ask about several products at once", wholeNumber)
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
    .option(
      "--general-dataset <data>",
      "texts that show what the model forgot: shipped | FOLDER (BEIR) | none",
      orNone(String),
    )
    .option("--config <file>", "configuration file; else searchfit.config.{ts,js,json}")
    .addOption(
      new Option("--force <step...>", "run steps although nothing has changed").choices([
        ...stepNames,
      ]),
    );
  return addTrainingFlags(command);
}

/** What the flags say, in the form of the configuration file. */
export function settingsOfFlags(flags: SettingFlags): WrittenSettings {
  const judged =
    flags.judged === false ? null : flags.judged === (true as never) ? undefined : flags.judged;
  return {
    experiment: flags.experiment,
    source: flags.source,
    ...settingsOfFileFlags(flags),
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
    ...settingsOfTrainingFlags(flags),
    evaluate: { generalDataset: nullIfNone(flags.generalDataset) },
  };
}
