// Writing two vectors a product, without a model: our ways against an UPDATE for each row.
// Run: DATABASE_URL=… node --conditions=@searchfit/source tools/bench/src/write-vectors.ts [rows] [rounds] [rows under an index]
import { createHash } from "node:crypto";
import {
  buildNextIndexes,
  dropUnusedEmbeddings,
  lockReembedding,
  openServer,
  prepareNextEmbeddings,
  writeEmbeddings,
  writeNextEmbeddings,
  type Database,
} from "@searchfit/pg-corpus";
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

/** Into the columns of the same table: binary COPY into a temporary table, one UPDATE a batch. */
async function inBatches(to: Database, { ids, matrix }: Work): Promise<void> {
  const { written } = await writeEmbeddings(
    to,
    { ids, content: matrix, title: matrix },
    { table: benchTable },
  );
  if (written !== ids.length) throw new Error(`Expected ${ids.length} rows, wrote ${written}.`);
}

const model = { name: "bench", fingerprint: "b".repeat(64), precision: "fp32", dimensions };
const generationBatch = 5000;

/** Into a new generation: its tables are made, then filled by binary COPY; each batch is durable. */
async function inGeneration(to: Database, { ids, matrix }: Work): Promise<void> {
  const begun = {
    table: benchTable,
    model,
    textVersion: "bench",
    strategy: "generations",
  } as const;
  await prepareNextEmbeddings(to, begun);
  for (let start = 0; start < ids.length; start += generationBatch) {
    const batch = ids.slice(start, start + generationBatch);
    const data = matrix.data.subarray(start * dimensions, (start + batch.length) * dimensions);
    const vectors = { data, rows: batch.length, dimensions };
    const sources = batch.map((id) => createHash("md5").update(id).digest("hex"));
    const embeddings = { ids: batch, sources, content: vectors, title: vectors };
    const written = await to.transaction((session) =>
      writeNextEmbeddings(session, embeddings, { table: benchTable }),
    );
    if (written !== batch.length)
      throw new Error(`Expected ${batch.length} rows, wrote ${written}.`);
  }
}

async function checksum(from: string, suffix: string, count: number): Promise<unknown> {
  const [row] = await db.query(
    `SELECT md5(string_agg(content_embedding${suffix}::text || title_embedding${suffix}::text, '' ORDER BY id)) AS "sum"
     FROM (SELECT * FROM ${from} ORDER BY id LIMIT $1) AS first_rows`,
    [count],
  );
  return row?.sum;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  await db.query(`VACUUM ${benchTableSql}`);
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Times a row of the first `few` products, but for the generation, which is written whole. */
async function compare(label: string, ids: readonly string[], few: number): Promise<void> {
  const ratios = { batches: [] as number[], generation: [] as number[] };
  let rates = "";
  for (let seed = 2; seed < rounds + 2; seed += 1) {
    const whole = { ids, matrix: seededMatrix(ids.length, dimensions, seed) };
    const data = whole.matrix.data.subarray(0, few * dimensions);
    const part = { ids: ids.slice(0, few), matrix: { data, rows: few, dimensions } };
    const theirs = (await secondsOf(() => rowByRow(db, part))) / few;
    const expected = await checksum(benchTableSql, "", few);
    const batches = (await secondsOf(() => inBatches(db, part))) / few;
    const generation = (await secondsOf(() => inGeneration(db, whole))) / ids.length;
    const both = [
      await checksum(benchTableSql, "", few),
      await checksum(`${benchTableSql}__active`, "__next", few),
    ];
    if (both.some((sum) => sum !== expected)) throw new Error("All must write the same.");
    await dropUnusedEmbeddings(db, { table: benchTable });
    ratios.batches.push(theirs / batches);
    ratios.generation.push(theirs / generation);
    const shown = [theirs, batches, generation].map((seconds) => (1 / seconds).toFixed(0));
    rates = shown.join(", ");
    process.stderr.write(`${label}, round ${seed - 1}: ${rates} products/s\n`);
  }
  process.stdout.write(
    `${label}: row by row (${few} rows × 2 × ${dimensions}) takes ${shownRatio(ratios.batches)} times as long as our batches into the same columns, ${shownRatio(ratios.generation)} times as long as a generation of ${ids.length} rows (last round ${rates} products/s)\n`,
  );
}

/** What comes on top of a generation, once: its indexes, one for each kind of vectors. */
async function timeIndexes(ids: readonly string[]): Promise<void> {
  await inGeneration(db, { ids, matrix: seededMatrix(ids.length, dimensions, 2) });
  const seconds = await secondsOf(build);
  await dropUnusedEmbeddings(db, { table: benchTable });
  process.stdout.write(
    `two HNSW indexes built on the generation of ${ids.length} rows: ${(ids.length / seconds).toFixed(0)} products/s\n`,
  );
}

async function build(): Promise<void> {
  await lockReembedding(db, {
    table: benchTable,
    run: (session) => buildNextIndexes(db, { table: benchTable, session, workers: 0 }),
  });
}

const ids = await makeCorpusTable(db, { rows, former: true });
await compare("plain table", ids, rows);
await db.query(
  `CREATE INDEX live ON ${benchTableSql} USING hnsw (content_embedding vector_cosine_ops)`,
);
await compare("under a live HNSW index", ids, Math.min(indexedRows, rows));
await timeIndexes(ids);
await db.query("DROP SCHEMA searchfit_bench CASCADE");
await db.close();
