import { setTimeout as sleep } from "node:timers/promises";
import { openServer, upsertProducts, type Database } from "@searchfit/pg-corpus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import { agreement, liveVectors, makeProductTable, product } from "./product-table.ts";
import { slowDown } from "./slow-down.ts";
import { startBin } from "./start-bin.ts";
import { openTinyModel, tinyModel } from "./tiny-model.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

const products = 3000;
const workers = 3;
const model = ["--model", tinyModel, "--threads", "1"];
/** The tiny model's vectors lie so close together that it is chance how many an index finds. */
const anyRecall = ["--min-recall", "0"];
const small = [...model, "--batch-size", "2", "--shard-size", "100"];

/** Numbers that look random and are the same in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe.skipIf("skipped" in server)(titleOf("workers on", server), () => {
  let place: TestDatabase;
  let db: Database;
  let speedUp: () => Promise<void>;
  beforeAll(async () => {
    if ("skipped" in server) throw new Error(server.skipped);
    place = await server.createDatabase();
    db = await openServer(place);
    await makeProductTable(db, products);
    speedUp = await slowDown(db, 0.1);
  });
  afterAll(async () => db.close());

  const start = (...command: readonly string[]) =>
    startBin(command, { cwd: import.meta.dirname, env: { DATABASE_URL: place.connectionString } });

  /** A worker, started again whenever it has ended before the job has. */
  function keepWorker() {
    let worker = start("work", "--yes", ...small);
    const finished = (async () => {
      let [starts, code] = [1, (await worker.ended).code];
      for (; code !== 0 && starts < 60; starts += 1) {
        worker = start("work", "--yes", ...small);
        code = (await worker.ended).code;
      }
      return code;
    })();
    /** Kills it at a random moment of its work, unless it has ended; starting up tests nothing. */
    const kill = async (pauseMs: number) => {
      const killed = worker;
      await killed.printed("Re-embedded batch");
      await sleep(pauseMs);
      killed.signal("SIGKILL");
      return (await killed.ended).code === null;
    };
    return { finished, kill };
  }

  it("share a job, survive kill -9 and ended connections, and lose or double nothing", async () => {
    const random = seededRandom(7);
    const former = await liveVectors(db);
    const running = Array.from({ length: workers }, keepWorker);
    const finished = Promise.all(running.map((worker) => worker.finished));
    const changed = new Set<string>();
    let [open, turn, killed, cut] = [true, 0, 0, 0];
    void finished.then(() => (open = false));
    for (; open && turn < 30; turn += 1) {
      const pauseMs = 1500 * random();
      const worker = running[Math.floor(workers * random())];
      if (turn % 4 === 2) cut += await endConnections(db);
      else if (await worker?.kill(pauseMs)) killed += 1;
      const id = `${Math.floor(products * random())}`;
      changed.add(id);
      await upsertProducts(db, [product(id, 2 + turn)]);
      if (killed > 4 && cut > 0) await speedUp();
    }
    expect(await finished).toEqual(running.map(() => 0));
    expect(killed).toBeGreaterThan(4);
    expect(cut).toBeGreaterThan(0);
    const untouched = former.filter(([id]) => !changed.has(id));
    expect((await liveVectors(db)).filter(([id]) => !changed.has(id))).toEqual(untouched);

    const done = await start("run", "--activate", "--yes", "--json", ...model, ...anyRecall).ended;
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ verification: { passed: true } });
    const [row] = await db.query(
      `SELECT count(*)::int AS "rows", count(DISTINCT id)::int AS "ids",
         count(content_embedding)::int AS "content", count(title_embedding)::int AS "title"
       FROM ingested_records`,
    );
    const each = { rows: products, ids: products, content: products, title: products };
    expect({ ...row }).toEqual(each);
    const embedder = await openTinyModel();
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(0.9999);
    await embedder.close();
  });
});

/** Ends the workers' connections, as a server does that is restarted; gives how many there were. */
async function endConnections(db: Database): Promise<number> {
  const ended = await db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'reembed' AND datname = current_database()`,
  );
  return ended.length;
}
