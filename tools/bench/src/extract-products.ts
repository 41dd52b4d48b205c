// Streaming wide products into JavaScript objects against psql's \copy to a file.
// Run: DATABASE_URL=… node --conditions=@searchfit/source tools/bench/src/extract-products.ts [rows] [rounds]
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openServer, streamProducts } from "@searchfit/pg-corpus";
import { benchServer, benchTable, benchTableSql, makeCorpusTable } from "./corpus-table.ts";
import { shownRatio } from "./ratios.ts";

const [rows = 50_000, rounds = 5] = process.argv.slice(2).map(Number);
const run = promisify(execFile);
const connectionString = benchServer();
const db = await openServer({ connectionString });
const folder = await mkdtemp(join(tmpdir(), "searchfit-bench-"));
const file = join(folder, "products.tsv");
await makeCorpusTable(db, { rows, former: true });

const copy = `\\copy (SELECT id, title, description, category, tags, searchable_content, source_file FROM ${benchTableSql} WHERE status = 'active' AND content_embedding IS NOT NULL ORDER BY id) TO '${file}'`;

async function theirs(): Promise<void> {
  await run("psql", ["-X", "-q", "-d", connectionString, "-c", copy]);
}

let bytes = 0;
async function ours(): Promise<number> {
  let count = 0;
  bytes = 0;
  for await (const product of streamProducts(db, { table: benchTable })) {
    count += 1;
    bytes += product.searchable_content.length;
  }
  return count;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

await theirs();
const lines = (await readFile(file, "utf8")).split("\n").length - 1;
const count = await ours();
if (lines !== count) throw new Error(`Expected ${lines} products, got ${count}.`);
const ratios: number[] = [];
let rate = 0;
for (let round = 0; round < rounds; round += 1) {
  const other = await secondsOf(theirs);
  const own = await secondsOf(ours);
  ratios.push(other / own);
  rate = rows / own;
}
process.stdout.write(
  `${rows} products, ${(bytes / 1e6).toFixed(0)} MB of text: ${shownRatio(ratios)} times \\copy's rate (last round ${rate.toFixed(0)} products/s)\n`,
);
await db.query("DROP SCHEMA searchfit_bench CASCADE");
await db.close();
await rm(folder, { recursive: true });
