import type { StrategyName } from "@searchfit/pg-corpus";
import { InvalidArgumentError, Option, type Command } from "commander";

/** Flags that say where the products are. */
export interface DatabaseFlags {
  readonly databaseUrl?: string;
  readonly databaseFolder?: string;
  readonly schema: string;
  readonly table: string;
  readonly column?: readonly string[];
  readonly json?: true;
}

/** Flags that say what the new model is and how it runs. */
export interface ModelFlags {
  readonly model: string;
  readonly precision: "fp32" | "int8";
  readonly threads?: number;
  readonly batchSize: number;
  readonly maxRate?: number;
  readonly sample: number;
  readonly seed: string;
}

/** Flags that say what the new vectors have to hold. */
export interface GateFlags {
  readonly recallQueries: number;
  readonly minRecall: number;
  readonly judged?: string;
  readonly expectedNdcg?: number;
  readonly formerModel?: string;
  readonly maxNdcgLoss: number;
}

/** Flags of commands that begin a re-embedding. */
export interface StrategyFlags {
  readonly strategy?: StrategyName;
}

/** Flags of commands that fill beside other workers. */
export interface WorkerFlags {
  readonly shardSize: number;
}

/** Flags of commands that build indexes. */
export interface IndexFlags {
  readonly indexMemory: number;
  readonly indexWorkers: number;
}

/** Flags of commands that change what readers see. */
export interface SwitchFlags {
  readonly yes?: true;
  readonly lockTimeoutMs: number;
  readonly patience: number;
}

/** Adds what every command takes. */
export function addDatabaseFlags(command: Command): Command {
  return command
    .option("--database-url <url>", "PostgreSQL server (default: DATABASE_URL or DB_*)")
    .option("--database-folder <folder>", "embedded database instead of a server")
    .option("--schema <name>", "schema of the product table", "public")
    .option("--table <name>", "product table", "ingested_records")
    .option("--column <name=column...>", "columns of other names, such as id=sku")
    .option("--json", "one JSON document on stdout, errors too");
}

/** Adds what commands take that embed. */
export function addModelFlags(command: Command): Command {
  return command
    .option("--model <folder>", "model folder with onnx/", "experiments/default/model")
    .addOption(
      new Option("--precision <p>", "weights of the model")
        .choices(["fp32", "int8"])
        .default("fp32"),
    )
    .option("--threads <n>", "cores to embed with (default: all)", integer(1, 1024))
    .option("--batch-size <n>", "products embedded and written together", integer(1, 10_000), 64)
    .option(
      "--max-rate <n>",
      "most products embedded a second, so that searches keep their cores (default: no limit)",
      integer(1, 1_000_000),
    )
    .option("--sample <n>", "products embedded again to verify", integer(1, 100_000), 50)
    .option("--seed <text>", "chooses the sample", "42");
}

/** Adds what commands take that verify. */
export function addGateFlags(command: Command): Command {
  return command
    .option("--recall-queries <n>", "queries that test the index", integer(0, 100_000), 200)
    .option("--min-recall <share>", "least share that the index has to find", share, 0.9)
    .option("--judged <folder>", "BEIR folder with judged queries, for NDCG@10 through SQL")
    .option("--expected-ndcg <value>", "NDCG@10 of the experiment, met within 0.01", share)
    .option("--former-model <folder>", "model of the present vectors, to compare NDCG@10 with")
    .option("--max-ndcg-loss <value>", "most NDCG@10 that may be lost against it", share, 0);
}

/** Adds what commands take that begin a re-embedding. */
export function addStrategyFlag(command: Command): Command {
  const names: readonly StrategyName[] = ["columns", "generations", "in-place"];
  const text =
    "columns: beside the present ones, names swapped (default); generations: tables of their own behind a view; in-place: written over, no way back";
  return command.addOption(new Option("--strategy <name>", text).choices(names));
}

/** Adds what commands take that fill beside other workers. */
export function addWorkerFlags(command: Command): Command {
  return command.option(
    "--shard-size <n>",
    "products that a worker claims at once; the first worker's holds",
    integer(1, 1_000_000),
    4096,
  );
}

/** Adds what commands take that build indexes. */
export function addIndexFlags(command: Command): Command {
  return command
    .option(
      "--index-memory <mib>",
      "memory that the build of an index may use on the server",
      integer(1, 1_048_576),
      512,
    )
    .option(
      "--index-workers <n>",
      "processes of the server beside the building one; each takes a core from searches",
      integer(0, 1024),
      0,
    );
}

/** Adds what commands take that change what readers see. */
export function addSwitchFlags(command: Command): Command {
  return command
    .option("--yes", "do not ask")
    .option(
      "--lock-timeout-ms <n>",
      "longest time that one attempt may make readers wait",
      integer(1, 60_000),
      200,
    )
    .option("--patience <s>", "seconds to go on trying", integer(1, 86_400), 120);
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("Expected a number from 0 to 1.");
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`);
  };
}
