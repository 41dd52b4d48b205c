import type { RecordFormat } from "../files/file-format.ts";
import {
  expectRecord,
  requiredId,
  requiredNumber,
  requiredText,
  type RawRecord,
} from "../files/record-fields.ts";
import { quoteValue } from "../files/problem-list.ts";
import { streamRecords } from "../files/stream-records.ts";
import { LOWEST_RANK, type ClickRow } from "./click-row.ts";

/** How a search log is read. */
export interface ReadClickLogOptions {
  /** Layout of the file. @default by its name */
  readonly format?: RecordFormat;
}

/**
 * Reads a search log row by row in constant memory, from any record format. Two layouts, also
 * mixed:
 *
 * - events, one row a result that was shown: `query`, `product_id` (or `doc_id`), `rank` (or
 *   `position`), `clicked` (true/false, 1/0);
 * - sums: the same with `impressions` and `clicks` instead of `clicked`.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the file,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `UNKNOWN_FORMAT`.
 * @example
 * const { queries, qrels } = await judgeClicks(streamClickLog("searches.csv.gz"));
 */
export async function* streamClickLog(
  path: string,
  options: ReadClickLogOptions = {},
): AsyncGenerator<ClickRow> {
  for await (const { row } of streamRecords(path, { ...options, parse: parseClickRow })) yield row;
}

function parseClickRow(value: unknown): ClickRow {
  const record = expectRecord(value);
  const idField = record.product_id === undefined ? "doc_id" : "product_id";
  const rankField = record.rank === undefined ? "position" : "rank";
  const row = {
    query: requiredText(record, "query").trim(),
    product_id: requiredId(record, record[idField] === undefined ? "product_id" : idField),
    rank: countOf(record, record[rankField] === undefined ? "rank" : rankField, 1),
    ...clicksOf(record),
  };
  if (row.rank > LOWEST_RANK)
    throw new Error(`expected ranks up to ${LOWEST_RANK}, got ${row.rank}.`);
  if (row.clicks <= row.impressions) return row;
  throw new Error(
    `expected at most ${row.impressions} clicks, as often as shown, got ${row.clicks}.`,
  );
}

function clicksOf(record: RawRecord): Pick<ClickRow, "impressions" | "clicks"> {
  if (record.clicked === undefined)
    return { impressions: countOf(record, "impressions", 1), clicks: countOf(record, "clicks", 0) };
  const known = CLICKED.get(JSON.stringify(record.clicked).replaceAll('"', "").toLowerCase());
  if (known !== undefined) return { impressions: 1, clicks: known };
  throw new Error(`expected "clicked" to be true or false, got ${quoteValue(record.clicked)}.`);
}

const CLICKED = new Map([
  ["true", 1],
  ["1", 1],
  ["false", 0],
  ["0", 0],
]);

function countOf(record: RawRecord, field: string, least: number): number {
  const count = requiredNumber(record, field);
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw new Error(`expected "${field}" to be a whole number ≥ ${least}, got ${count}.`);
}
