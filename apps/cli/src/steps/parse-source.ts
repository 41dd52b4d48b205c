import { resolve } from "node:path";
import type { RecordFormat } from "@searchfit/retrieval-dataset";
import { CliError } from "../cli-error.ts";

/** Where products come from. */
export type Source =
  | { readonly kind: "embedded" }
  | { readonly kind: "postgres" }
  | {
      readonly kind: "file";
      /** How the file is read; `docs` is a folder of documents. */
      readonly format: RecordFormat | "docs";
      /** Absolute path. */
      readonly path: string;
    };

const formats = ["jsonl", "json", "csv", "tsv", "parquet"] as const;

/**
 * Reads a `--source` such as `postgres` or `jsonl:catalogue.jsonl`; a bare path is read by its ending.
 *
 * @throws {CliError} `INVALID_SOURCE`.
 * @example
 * parseSource("csv:shop.csv", "/data"); // { kind: "file", format: "csv", path: "/data/shop.csv" }
 */
export function parseSource(text: string, folder: string): Source {
  if (text === "embedded" || text === "postgres") return { kind: text };
  const [scheme, rest] = [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
  const named = ([...formats, "docs"] as const).find((format) => format === scheme);
  if (named !== undefined) return { kind: "file", format: named, path: resolve(folder, rest) };
  const ending = formats.find((format) => text.replace(/\.gz$/u, "").endsWith(`.${format}`));
  if (ending !== undefined) return { kind: "file", format: ending, path: resolve(folder, text) };
  throw new CliError("INVALID_SOURCE", `Expected a source, got ${JSON.stringify(text)}.`, {
    hint: "Give embedded, postgres, jsonl:FILE, json:FILE, csv:FILE, tsv:FILE, parquet:FILE or docs:FOLDER; each FILE but Parquet may end in .gz.",
  });
}
