import { Option, type Command } from "commander";
import type { InitFlags } from "./init.ts";
import { decimal } from "./parse-number.ts";

/** Declares `init`. */
export function declareInit(program: Command): void {
  program
    .command("init")
    .description("write searchfit.config and .env.example for your own shop, with a few questions")
    .option(
      "--source <source>",
      "postgres | embedded | csv:FILE | jsonl:FILE | json:FILE | tsv:FILE | parquet:FILE | docs:FOLDER",
    )
    .option("--table <name>", "table of the products, for postgres")
    .option("--queries <writer>", "anthropic | openai:MODEL | ollama:MODEL | recorded:FILE | rules")
    .option("--judged <folder>", "judged queries: queries.jsonl and qrels.tsv (BEIR)")
    .option("--max-cost <usd>", "most that writing the queries may cost", decimal)
    .option("--experiment <name>", "name of the experiment")
    .addOption(
      new Option(
        "--format <form>",
        "form of the configuration (default: what Node reads here)",
      ).choices(["ts", "json"]),
    )
    .option("--yes", "ask nothing, take the defaults")
    .option("--no-check", "do not read the catalogue or ask the server")
    .option("--force", "overwrite the files")
    .option("--dry-run", "show the files, write nothing")
    .option("--json", "one JSON document on stdout; asks nothing")
    .addHelpText("after", help)
    .action(async (flags: InitFlags) => {
      const { init } = await import("./init.ts");
      await init(flags);
    });
}

const help = `
What no flag says is asked, at a terminal only. The catalogue is read, or the server of DATABASE_URL
asked, before anything is written. Keys and passwords are never asked for nor written.

Examples:
  searchfit init
  searchfit init --source csv:shop.csv --experiment shop --yes
  DATABASE_URL=postgresql://… searchfit init --source postgres --table products --yes`;
