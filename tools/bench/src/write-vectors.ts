// Writing two vectors a product, without a model: our batches against an UPDATE for each row.
// Run: DATABASE_URL=… node --conditions=@searchfit/source tools/bench/src/write-vectors.ts [rows] [rounds] [rows under an index]
import { openServer, writeEmbeddings, type Database } from "@searchfit/pg-corpus";
import {
  benchServer,
  benchTable,
  benchTableSql,
  dimensions,
  makeCorpusTable,
} from "./corpus-table.ts";
import { shownRatio } from "./ratios.ts";
import { seededMatrix } from "./seeded-matrix.ts";

const [rows = 50_000, rounds = 3, indexedRows = 2000] = process.argv.slice(2).map(Number);
const connectionString = benchServer();
const db = await openServer({ connectionString });

interface Work {
  readonly ids: readonly string[];
  readonly matrix: ReturnType<typeof seededMatrix>;
}

const commit = 64;

/** What the scripts that are replaced do: one UPDATE a row, a commit a batch, vectors as text. */
async function rowByRow(to: Database, { ids, matrix }: Work): Promise<void> {
  const { data } = matrix;
  for (let start = 0; start < ids.length; start += commit) {
    await to.transaction(async (session) => {
      for (let row = start; row < Math.min(start + commit, ids.length); row += 1) {
        const vector = data.subarray(row * dimensions, (row + 1) * dimensions);
        await session.query(
          `UPDATE ${benchTableSql} SET content_embedding = $1::vector, title_embedding = $2::vector,
             updated_at = now() WHERE id = $3`,
          [vector, vector, ids[row] ?? ""],
        );
      }
    });
  }
}

async function inBatches(to: Database, { ids, matrix }: Work): Promise<void> {
  const { written } = await writeEmbeddings(
    to,
    { ids, content: matrix, title: matrix },
    { table: benchTable },
  );
  if (written !== ids.length) throw new Error(`Expected ${ids.length} rows, wrote ${written}.`);
}

async function checksum(): Promise<unknown> {
  const [row] = await db.query(
    `SELECT md5(string_agg(content_embedding::text || title_embedding::text, '' ORDER BY id)) AS "sum"
     FROM ${benchTableSql} WHERE content_embedding IS NOT NULL`,
  );
  return row?.sum;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  await db.query(`VACUUM ${benchTableSql}`);
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function compare(label: string, ids: readonly string[]): Promise<void> {
  const ratios: number[] = [];
  let rates = "";
  for (let seed = 2; seed < rounds + 2; seed += 1) {
    const matrix = seededMatrix(ids.length, dimensions, seed);
    const theirs = await secondsOf(() => rowByRow(db, { ids, matrix }));
    const expected = await checksum();
    const ours = await secondsOf(() => inBatches(db, { ids, matrix }));
    if ((await checksum()) !== expected) throw new Error("Both sides must write the same.");
    ratios.push(theirs / ours);
    rates = `${(ids.length / ours).toFixed(0)} against ${(ids.length / theirs).toFixed(0)} products/s`;
  }
  process.stdout.write(
    `${label}, ${ids.length} rows × 2 × ${dimensions}: row by row takes ${shownRatio(ratios)} times as long (last round ${rates})\n`,
  );
}

const ids = await makeCorpusTable(db, { rows, former: true });
await compare("plain table", ids);
await db.query(
  `CREATE INDEX live ON ${benchTableSql} USING hnsw (content_embedding vector_cosine_ops)`,
);
await compare("with a live HNSW index", ids.slice(0, indexedRows));
await db.query("DROP SCHEMA searchfit_bench CASCADE");
await db.close();
