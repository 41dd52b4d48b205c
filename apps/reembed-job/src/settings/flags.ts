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
  readonly sample: number;
  readonly seed: string;
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
    .option("--sample <n>", "products embedded again to verify", integer(1, 100_000), 50)
    .option("--seed <text>", "chooses the sample", "42");
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

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`);
  };
}
