import { Option, type Command } from "commander";
import { kindNames, targets } from "../imports/dataset-forms.ts";
import { addFileFlags } from "./file-flags.ts";
import type { ImportDatasetFlags } from "./import-dataset.ts";
import type { ImportFlags } from "./import-products.ts";

/** Declares `import`: a file into another format, or into the database. */
export function declareImport(program: Command): void {
  const command = program
    .command("import")
    .description("turn a file of any known format into one for experiments, or fill a database")
    .argument(
      "[file]",
      "pairs, triplets, test suite, LlamaIndex, BEIR folder, search log, products",
    )
    .addOption(
      new Option("--as <form>", "what to write (default: what the file is)").choices(targets),
    )
    .option("--out <path>", "file to write; a folder for judgments")
    .option("--products <file>", "the catalogue, for a file that only names products")
    .addOption(
      new Option("--from <kind>", "what the file holds, where it is not told right").choices(
        Object.keys(kindNames),
      ),
    )
    .option(
      "--source <source>",
      "into the database: jsonl:FILE | json:FILE | csv:FILE | tsv:FILE | parquet:FILE | docs:FOLDER",
    );
  addFileFlags(command)
    .option("--table <name>", "table of the products")
    .option("--base-model <model>", "id on the hub, or a sentence-transformers folder")
    .option("--python <path>", "interpreter that has the trainer's packages already")
    .option("--threads <n>", "cores to use", Number)
    .option("--config <file>", "configuration file; else searchfit.config.{ts,js,json}")
    .option("--dry-run", "read and check the file, write nothing")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", importHelp)
    .action(async (file: string | undefined, flags: ImportDatasetFlags & Partial<ImportFlags>) => {
      const { runImport } = await import("./run-import.ts");
      await runImport(file, flags);
    });
}

const importHelp = `
With a file: writes products, queries (for --queries recorded:FILE), training pairs, or judgments (a
BEIR folder, for "judged" and --dataset). With --source: fills the table of the server of
DATABASE_URL, with the base model's vectors.

Examples:
  searchfit import triplets.jsonl --as queries --out queries.jsonl
  searchfit import triplets.jsonl --as products --out products.jsonl
  searchfit import enhanced_test_suite.json --out judged
  searchfit import searches.csv.gz --products products.jsonl --out clicked --dry-run
  DATABASE_URL=postgresql://… searchfit import --source jsonl:products.jsonl
  DATABASE_URL=postgresql://… searchfit import --source shop.csv --columns id=sku,title=name --html text`;
