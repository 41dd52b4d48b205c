import { open, type FileHandle } from "node:fs/promises";
import {
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { ProblemList } from "./problem-list.ts";
import { readingError } from "./reading-error.ts";
import { missingColumns } from "./missing-columns.ts";
import type { JsonLine } from "./stream-json-lines.ts";
import type { StreamRecordsOptions } from "./stream-records.ts";

/** Strict, unlike hyparquet's own: other bytes are an error, a byte order mark is kept. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const parsers = { stringFromBytes: (bytes: Uint8Array) => decoder.decode(bytes) };

/** Rows that are decoded together where the file has an index of its pages. */
const SLICE_ROWS = 10_000;

/**
 * The rows of a Parquet file; `line` counts rows from 1. Memory holds one row group, or 10,000
 * rows of it where the file has an offset index. All codecs are read. Whole numbers beyond 2^53
 * become strings, dates ISO strings.
 */
export async function* streamParquet<Row>(
  path: string,
  options: StreamRecordsOptions<Row>,
): AsyncGenerator<JsonLine<Row>> {
  const problems = new ProblemList(path);
  const parse = options.parse ?? ((value: unknown) => value as Row);
  const handle = await open(path).catch((cause: unknown) => {
    throw readingError(path, cause);
  });
  try {
    const file = await byteSource(handle).catch((cause: unknown) => {
      throw readingError(path, cause);
    });
    for await (const { line, record } of records(file, problems, options)) {
      try {
        const row = parse(record, line);
        if (problems.count === 0) yield { line, row };
      } catch (error) {
        problems.add(`row ${line}`, (error as Error).message);
      }
    }
  } finally {
    await handle.close();
  }
  problems.throwIfAny();
}

/** The file's bytes for hyparquet, and the first failure to read them. */
interface ByteSource extends AsyncBuffer {
  failure: unknown;
}

/**
 * Never rejects: hyparquet asks ahead and leaves promises unawaited when a broken file stops it,
 * and a rejected one would end the process. A failure is kept instead.
 */
async function byteSource(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  const source: ByteSource = {
    byteLength: size,
    failure: undefined,
    slice: async (start, end = size) => {
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      } catch (error) {
        source.failure ??= error;
        return new ArrayBuffer(0);
      }
    },
  };
  return source;
}

async function* records<Row>(
  file: ByteSource,
  problems: ProblemList,
  { requiredColumns = [], checkColumns }: StreamRecordsOptions<Row>,
): AsyncGenerator<{ readonly line: number; readonly record: unknown }> {
  let line = 0;
  try {
    const metadata = await parquetMetadataAsync(file);
    // A broken file may lack a name, whatever the type says.
    const columns = parquetSchema(metadata).children.map(({ element }) => `${element.name}`);
    const missing = missingColumns(columns, requiredColumns) ?? checkColumns?.(columns);
    if (missing !== undefined) {
      problems.add("(schema)", missing);
      return;
    }
    for (const [rowStart, rowEnd] of slices(metadata)) {
      const options = {
        file,
        metadata,
        rowStart,
        rowEnd,
        compressors,
        parsers,
        useOffsetIndex: true,
      };
      const rows = await parquetReadObjects(options);
      if (file.failure !== undefined) throw file.failure as Error;
      for (const row of rows) {
        line += 1;
        yield { line, record: plainValue(row) };
      }
    }
    if (line < Number(metadata.num_rows))
      problems.add("(end)", `expected ${metadata.num_rows} rows, got ${line}.`);
  } catch (error) {
    const { message } = (file.failure ?? error) as Error;
    problems.add(`behind row ${line}`, `expected Parquet, got ${message}.`);
  }
}

function slices(metadata: FileMetaData): readonly (readonly [number, number])[] {
  let groupStart = 0;
  return metadata.row_groups.flatMap((group) => {
    const start = groupStart;
    const end = start + Number(group.num_rows);
    groupStart = end;
    const indexed = group.columns.every((column) => column.offset_index_offset !== undefined);
    if (!indexed) return [[start, end] as const];
    const count = Math.ceil((end - start) / SLICE_ROWS);
    return Array.from({ length: count }, (_, slice) => {
      const from = start + slice * SLICE_ROWS;
      return [from, Math.min(end, from + SLICE_ROWS)] as const;
    });
  });
}

/** What JSON could hold: no big integers, dates, typed arrays. */
function plainValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array, plainValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
}
