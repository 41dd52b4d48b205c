import { extname, join } from "node:path";
import { Channel } from "../files/channel.ts";
import { formatOfFile, type RecordFormat } from "../files/file-format.ts";
import { expectRecord, optionalText, requiredId, type RawRecord } from "../files/record-fields.ts";
import { streamRecords } from "../files/stream-records.ts";
import { writeRecords } from "../files/write-records.ts";
import { WordFrequencies } from "../duplicates/word-frequencies.ts";
import { composeSearchableContent } from "../products/product-text.ts";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import { checkShares } from "./check-shares.ts";
import type { DatasetSplit, SplitShares } from "./dataset-split.ts";
import { FileGroups } from "./file-groups.ts";
import { WordingSet } from "./wording-set.ts";

/** What is split, and how. */
export interface SplitFileOptions {
  /** File of products, training pairs or any records with an id: JSONL, JSON, CSV, TSV, Parquet. */
  readonly input: string;
  /** Folder that `train`, `dev` and `test` are written into, in the format of the input. */
  readonly folder: string;
  /** Layout of the input. @default by its name */
  readonly format?: RecordFormat;
  /** Shares of the groups; what is left trains. @default { test: 0.2, dev: 0.1 } */
  readonly shares?: SplitShares;
  /** @default 42 */
  readonly seed?: number;
  /** Least weighted Jaccard similarity of the words of two near-duplicates, in (0, 1]. @default 0.8 */
  readonly threshold?: number;
  /** Field whose values each get their shares. @default "category", else "domain" */
  readonly stratifyBy?: string;
}

/** What {@link splitFile} did. */
export interface SplitFileReport {
  /** Records read. */
  readonly records: number;
  /** Different products. */
  readonly products: number;
  /** Groups of near-duplicates that stayed together, single products among them. */
  readonly groups: number;
  /** Records written to each part. */
  readonly written: Readonly<Record<DatasetSplit, number>>;
  /** Records left out because a near-same query is on a stricter side. */
  readonly dropped: number;
  /** Where each part lies. */
  readonly files: Readonly<Record<DatasetSplit, string>>;
}

const PARTS = ["train", "dev", "test"] as const;

/**
 * Splits a file of any size: a million different products in under 300 MB, about 110 bytes a product
 * and 64 a test query.
 *
 * A record belongs to the product of its `product_id`, else `id`, else `_id`. All records of a
 * product and of its near-duplicates (MinHash of the words of `positive`, else
 * `searchable_content`, else title and description or text, rare words counting more) come to one side, by the seed and the
 * group's first id alone: reordering changes nothing, and a file that grows keeps its sides.
 * Records with a `query` (or `anchor`) that is nearly the same as one of a stricter side are left
 * out and counted. {@link splitPairs} does the same in memory with exact families, and holds out
 * known products' queries besides.
 *
 * The input is read four times. Records are written as they were read, all parts at the end.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with all problems of the file, `FILE_NOT_FOUND`,
 *   `FILE_NOT_READABLE`, `UNKNOWN_FORMAT`, `FILE_NOT_WRITABLE`, `TOO_FEW_GROUPS` when a side with
 *   a share gets no group.
 * @throws {RangeError} When a share or the threshold is out of range.
 * @example
 * const { written } = await splitFile({ input: "pairs.jsonl.gz", folder: "splits" });
 * written; // { train: 699_812, dev: 99_861, test: 200_327 }
 */
export async function splitFile(options: SplitFileOptions): Promise<SplitFileReport> {
  const { shares = { test: 0.2, dev: 0.1 }, threshold = 0.8 } = options;
  checkShares(shares);
  if (!(threshold > 0 && threshold <= 1))
    throw new RangeError(`Expected a threshold in (0, 1], got ${threshold}.`);
  const format = options.format ?? formatOfFile(options.input);
  const frequencies = await wordFrequencies(options, format);
  const groups = new FileGroups(options.seed ?? 42, (word) => frequencies.weightOf(word));
  let records = 0;
  for await (const { row } of streamRecords(options.input, { format, parse: memberOf(options) })) {
    groups.add(row);
    records += 1;
  }
  const count = groups.assign(shares, threshold);
  const stricter = await queriesOf(options, format, groups);
  requireParts(stricter.records, shares, count);
  const files = filesOf(options, format);
  const written = await writeParts({ options, format, files, groups, queries: stricter.queries });
  const dropped = records - PARTS.reduce((sum, part) => sum + written[part], 0);
  return { records, products: groups.size, groups: count, written, dropped, files };
}

async function wordFrequencies(
  options: SplitFileOptions,
  format: RecordFormat,
): Promise<WordFrequencies> {
  const frequencies = new WordFrequencies();
  for await (const { row } of streamRecords(options.input, { format, parse: memberOf(options) }))
    frequencies.add(row.text);
  return frequencies;
}

function idOf(record: RawRecord): string {
  const field = ["product_id", "id", "_id"].find((name) => record[name] !== undefined);
  return requiredId(record, field ?? "product_id");
}

function queryOf(record: RawRecord): string | null {
  return optionalText(record, "query") ?? optionalText(record, "anchor");
}

function memberOf(options: SplitFileOptions) {
  return (value: unknown): { id: string; text: string; stratum: string } => {
    const record = expectRecord(value);
    const read = (field: string): string | null => optionalText(record, field);
    const title = read("title") ?? "";
    const text =
      read("positive") ??
      read("searchable_content") ??
      composeSearchableContent({ title, description: read("description") ?? read("text") });
    const stratum =
      options.stratifyBy === undefined
        ? (read("category") ?? read("domain"))
        : read(options.stratifyBy);
    return { id: idOf(record), text, stratum: stratum ?? "" };
  };
}

interface StricterQueries {
  readonly records: Readonly<Record<DatasetSplit, number>>;
  readonly queries: Readonly<Record<"dev" | "test", WordingSet>>;
}

async function queriesOf(
  { input }: SplitFileOptions,
  format: RecordFormat,
  groups: FileGroups,
): Promise<StricterQueries> {
  const queries = { dev: new WordingSet(), test: new WordingSet() };
  const records = { train: 0, dev: 0, test: 0 };
  for await (const { row } of streamRecords(input, { format, parse: expectRecord })) {
    const side = groups.sideOf(idOf(row));
    records[side] += 1;
    const query = queryOf(row);
    if (query !== null && side !== "train") queries[side].add(query);
  }
  return { records, queries };
}

interface WritePartsInput {
  readonly options: SplitFileOptions;
  readonly format: RecordFormat;
  readonly files: Readonly<Record<DatasetSplit, string>>;
  readonly groups: FileGroups;
  readonly queries: StricterQueries["queries"];
}

async function writeParts(input: WritePartsInput): Promise<Record<DatasetSplit, number>> {
  const { options, format, files, groups, queries } = input;
  const written = { train: 0, dev: 0, test: 0 };
  const channels = {
    train: new Channel<RawRecord>(),
    dev: new Channel<RawRecord>(),
    test: new Channel<RawRecord>(),
  };
  const writing = Promise.all(
    PARTS.map((part) =>
      writeRecords(files[part], channels[part], { format }).catch((error: unknown) => {
        for (const other of PARTS) channels[other].end(error);
        throw error;
      }),
    ),
  );
  // Awaited below; a failure in between must not end the process.
  writing.catch(() => undefined);
  try {
    for await (const { row } of streamRecords(options.input, { format, parse: expectRecord })) {
      const side = groups.sideOf(idOf(row));
      const query = queryOf(row);
      if (query !== null && isJudged(query, side, queries)) continue;
      await channels[side].push(row);
      written[side] += 1;
    }
    for (const part of PARTS) channels[part].end();
  } catch (error) {
    for (const part of PARTS) channels[part].end(error);
    await writing;
    throw error;
  }
  await writing;
  return written;
}

function isJudged(
  query: string,
  side: DatasetSplit,
  { dev, test }: StricterQueries["queries"],
): boolean {
  if (side === "test") return false;
  return test.hasNear(query) || (side === "train" && dev.hasNear(query));
}

function filesOf(
  { input, folder }: SplitFileOptions,
  format: RecordFormat,
): Record<DatasetSplit, string> {
  const ending = `.${format}${extname(input) === ".gz" ? ".gz" : ""}`;
  return {
    train: join(folder, `train${ending}`),
    dev: join(folder, `dev${ending}`),
    test: join(folder, `test${ending}`),
  };
}

function requireParts(
  records: Readonly<Record<DatasetSplit, number>>,
  shares: SplitShares,
  groups: number,
): void {
  const empty = PARTS.filter(
    (part) => records[part] === 0 && (part === "train" || shares[part] > 0),
  );
  if (empty.length === 0) return;
  throw new RetrievalDatasetError(
    "TOO_FEW_GROUPS",
    `Too little to split: expected products for every part, got none for ${empty.join(" and ")} (groups: ${groups}).`,
    {
      hint: "Add products that are not near-duplicates of each other, or set a share to 0.",
      details: { groups, records },
    },
  );
}
