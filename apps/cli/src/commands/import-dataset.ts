import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { DatasetKind } from "@searchfit/retrieval-dataset";
import { CliError, exitCodes } from "../cli-error.ts";
import { kindNames, rowNames, usualTarget, type Target } from "../imports/dataset-forms.ts";
import type { ImportedDataset } from "../imports/imported-dataset.ts";
import { readDatasetFile, type ReadDataset } from "../imports/read-dataset-file.ts";
import { rowsOf, writeDataset } from "../imports/write-dataset.ts";
import { openTerminal } from "../terminal/terminal.ts";

/** Flags of `import FILE`. */
export interface ImportDatasetFlags {
  readonly as?: Target;
  readonly from?: DatasetKind;
  readonly out?: string;
  readonly products?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Turns a file of any known format into one that experiments take. */
export async function importDataset(file: string, flags: ImportDatasetFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  if (flags.as !== undefined) requireOut(flags.as, flags.out);
  const read = await readDatasetFile(resolve(file), {
    ...(flags.from === undefined ? {} : { kind: flags.from }),
    ...(flags.products === undefined ? {} : { products: resolve(flags.products) }),
    warn: (text) => {
      terminal.warn(text);
    },
  });
  const { kind, dataset } = read;
  const target = flags.as ?? usualTarget[kind];
  const out = requireOut(target, flags.out);
  const rows = rowsOf(target, dataset);
  if (rows === 0) throw nothingToWrite(file, kind, target);
  const found = countsOf(dataset);
  const counts = Object.entries(found).map(([what, count]) => `${count} ${what}`);
  terminal.note(`${file} is ${kindNames[kind]}: ${counts.join(", ")}`);
  for (const doubt of doubts(read, target)) terminal.warn(doubt);
  const about = { input: file, kind, as: target, output: out, rows, found };
  const overwrites = existsSync(resolve(out));
  if (flags.dryRun === true) {
    terminal.result(`would ${overwrites ? "overwrite" : "write"} ${out}: ${said(rows, target)}`);
    terminal.document({ dryRun: true, ...about, overwrites });
    return;
  }
  await writeDataset(target, resolve(out), dataset);
  terminal.result(`${out}: ${said(rows, target)}`);
  terminal.document(about);
}

function said(rows: number, target: Target): string {
  return `${rows.toLocaleString("en")} ${rowNames[target]}`;
}

/** The name of the output, which must suit what is written. */
function requireOut(target: Target, out: string | undefined): string {
  const file = /\.(?:jsonl|json|csv|tsv)(?:\.gz)?$|\.parquet$/u;
  const wanted = {
    products: file,
    pairs: file,
    queries: /\.jsonl(?:\.gz)?$/u,
    judgments: /^(?!.*\.(?:jsonl|json|csv|tsv|parquet|gz)$)/u,
  }[target];
  if (out !== undefined && wanted.test(out)) return out;
  const said = {
    products: "a file ending in .jsonl, .json, .csv, .tsv (.gz may follow) or .parquet",
    pairs: "a file ending in .jsonl, .json, .csv, .tsv (.gz may follow) or .parquet",
    queries: "a file ending in .jsonl (.gz may follow)",
    judgments: "a folder",
  }[target];
  throw new CliError("USAGE", `--as ${target} writes ${said}, got --out ${out ?? "nothing"}.`, {
    hint: "Give --out PATH.",
    exitCode: exitCodes.usage,
  });
}

function countsOf(dataset: ImportedDataset) {
  return {
    products: dataset.products.length,
    queries: dataset.queries.length,
    pairs: dataset.pairs.length,
    judgments: rowsOf("judgments", dataset),
  };
}

/** What the user should think about before going on. */
function doubts({ kind, dataset }: ReadDataset, target: Target): readonly string[] {
  const trains = target === "pairs" || target === "queries";
  const known = new Set(dataset.products.map((product) => product.id));
  const judged = new Set([...dataset.qrels.values()].flatMap((grades) => [...grades.keys()]));
  const missing = [...judged].filter((id) => !known.has(id));
  const shown = `${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ", …" : ""}`;
  return [
    ...(kind === "test-suite" && trains
      ? ["What a model is trained on cannot judge it: keep this suite out of the tests."]
      : []),
    ...(missing.length > 0
      ? [`${missing.length} judged products are not in the catalogue: ${shown}`]
      : []),
  ];
}

function nothingToWrite(file: string, kind: DatasetKind, target: Target): CliError {
  return new CliError("INVALID_FILE", `Expected ${rowNames[target]} in ${file}, got none.`, {
    hint: `It was read as ${kindNames[kind]}; --from names another kind, --as another output.`,
  });
}
