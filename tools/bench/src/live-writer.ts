// Changes a table at a fixed rate, as an ingestion does that embeds with the active model. Started by
// live-switch.ts: live-writer.ts CONNECTION CHANGES_A_SECOND ROWS
import { setTimeout as sleep } from "node:timers/promises";
import {
  openServer,
  PgCorpusError,
  readActiveModel,
  upsertProducts,
  writeEmbeddings,
} from "@searchfit/pg-corpus";
import { encoderOf } from "./live-encoder.ts";
import { answerCommands } from "./live-process.ts";
import { liveProduct, liveTable, liveTableSql, liveVectors } from "./live-table.ts";

/** What the writer did. */
export interface WriterReport {
  readonly changes: number;
  /** Changes a second that it kept up. */
  readonly perSecond: number;
  /** Writes that were refused because a switch had come in between; all were made anew. */
  readonly refused: number;
  readonly failed: number;
  readonly problems: readonly string[];
  /** What must be there at the end: a product's version, null when it was deleted. */
  readonly expected: readonly (readonly [row: number, version: number | null])[];
}

const [connectionString = "", rate = "50", rows = "10000"] = process.argv.slice(2);
const db = await openServer({ connectionString, maxConnections: 2, applicationName: "writer" });
const expected = new Map<number, number | null>();
const problems: string[] = [];
let [changes, refused, failed, running, inserted] = [0, 0, 0, false, 0];
let [version, state, workedMs] = [1, 12_345, 0];
let loop: Promise<void> = Promise.resolve();
let fingerprint: string | undefined;

function random(limit: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

/** Ten changes: six products are changed, two come in, two go. */
async function changeTen(): Promise<void> {
  version += 1;
  const chosen = new Set<number>();
  while (chosen.size < 8) chosen.add(random(Number(rows) + inserted));
  const [updated, deleted] = [[...chosen].slice(0, 6), [...chosen].slice(6)];
  const added = [0, 1].map((at) => Number(rows) + inserted + at);
  inserted += 2;
  const products = [...updated, ...added].map((row) => liveProduct(row, version));
  await upsertProducts(db, products, { table: liveTable });
  await writeVectors(products);
  await db.query(`DELETE FROM ${liveTableSql} WHERE id = ANY ($1)`, [deleted.map(String)]);
  for (const row of [...updated, ...added]) expected.set(row, version);
  for (const row of deleted) expected.set(row, null);
  changes += 10;
}

async function writeVectors(products: ReturnType<typeof liveProduct>[]): Promise<void> {
  for (;;) {
    fingerprint ??= (await readActiveModel(db, { table: liveTable }))?.fingerprint;
    const encoder = encoderOf(fingerprint);
    const options = { table: liveTable, fingerprint: encoder.fingerprint };
    try {
      await writeEmbeddings(db, liveVectors(encoder, products), options);
      return;
    } catch (error) {
      if (!(error instanceof PgCorpusError) || error.code !== "MODEL_MISMATCH") throw error;
      refused += 1;
      fingerprint = undefined;
    }
  }
}

async function changeAll(): Promise<void> {
  const started = performance.now();
  for (let turn = 0; running; turn += 1) {
    const early = started + (turn * 10_000) / Number(rate) - performance.now();
    if (early > 0) await sleep(early);
    await changeTen().catch((error: unknown) => {
      failed += 10;
      problems.push(String(error));
    });
  }
  workedMs += performance.now() - started;
}

function report(): WriterReport {
  const perSecond = changes / (workedMs / 1000);
  const found = { changes, perSecond, refused, failed, problems: problems.slice(0, 3) };
  return { ...found, expected: [...expected] };
}

answerCommands(async (command) => {
  if (command === "start") {
    running = true;
    loop = changeAll();
    return;
  }
  running = false;
  await loop;
  return report();
});
