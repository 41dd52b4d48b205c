import {
  openServer,
  planShards,
  prepareNextEmbeddings,
  upsertProducts,
  workOnShards,
  type Database,
} from "@searchfit/pg-corpus";
import { PRODUCT_TEXT_VERSION, writeBeirFolder } from "@searchfit/retrieval-dataset";
import { afterAll, describe, expect, it } from "vitest";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import { modelOf } from "../src/index.ts";
import { agreement, liveVectors, makeProductTable, product } from "./product-table.ts";
import { startBin } from "./start-bin.ts";
import { openTinyModel, tinyModel } from "./tiny-model.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

async function emptyDatabase(): Promise<TestDatabase> {
  if ("skipped" in server) throw new Error(server.skipped);
  return server.createDatabase();
}

describe.skipIf("skipped" in server)(titleOf("reembed on", server), () => {
  // The tiny model's vectors lie so close together that it is chance how many an index finds.
  const args = ["--model", tinyModel, "--threads", "1", "--min-recall", "0"];

  it("goes on after kill -9 and after Ctrl-C, and does everything from the shell", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const place = await emptyDatabase();
    const db = await openServer(place);
    await makeProductTable(db, 1500);
    const former = await liveVectors(db);
    const options = { cwd: import.meta.dirname, env: { DATABASE_URL: place.connectionString } };
    const start = (...command: readonly string[]) => startBin(command, options);
    const batch = ["--batch-size", "4"];
    const embedder = await openTinyModel();
    const model = modelOf(embedder, "tiny");
    await prepareNextEmbeddings(db, { model, textVersion: PRODUCT_TEXT_VERSION });
    await planShards(db, { shardSize: 500 });
    await workOnShards(db, {
      run: async (queue) => {
        await queue.claim(); // and not finished: however fast the machine is, neither job can end
        const killed = start("run", "--yes", ...args, ...batch);
        await killed.printed("Re-embedded batch");
        killed.signal("SIGKILL");
        expect((await killed.ended).code).toBeNull();
        const some = await readyOf(db);
        expect(some).toBeGreaterThan(0);
        const interrupted = start("run", "--yes", ...args, ...batch);
        await interrupted.printed("Re-embedded batch");
        interrupted.signal("SIGINT");
        const { code, stderr } = await interrupted.ended;
        expect(code).toBe(130);
        expect(stderr).toContain("Run the same command again");
        expect(await readyOf(db)).toBeGreaterThanOrEqual(some);
      },
    });

    const resumed = await start("run", "--yes", ...args, "--json").ended;
    expect(resumed.code).toBe(0);
    const document = JSON.parse(resumed.stdout) as { written: number; total: number };
    expect(document.total).toBe(1500);
    expect(document.written).toBeLessThan(1500);
    expect(await liveVectors(db)).toEqual(former);

    expect((await start("verify", ...args).ended).stdout).toContain("Verified.");
    await writeBeirFolder(folder, {
      corpus: [product("3")],
      queries: [{ id: "q", text: "anything" }],
      qrels: new Map([["q", new Map([["no such product", 1]])]]),
    });
    const gate = ["--judged", folder, "--expected-ndcg", "0.9"];
    const blocked = await start("activate", "--yes", ...args, ...gate).ended;
    expect(blocked.code).toBe(3);
    expect(blocked.stderr).toContain("NDCG@10 of 0.9 ± 0.01 through SQL, got 0.0000");
    expect(await liveVectors(db)).toEqual(former);
    const activated = await start("activate", "--yes", ...args).ended;
    expect(activated.stdout, activated.stderr).toContain("Switched public.ingested_records to");
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(0.9999);
    await embedder.close();
    await upsertProducts(db, [product("7", 5)]);
    const again = await start("run", "--yes", "--activate", ...args).ended;
    expect(again.stdout).toContain("Re-embedded 1 product of 1500");
    const back = await start("rollback", "--yes").ended;
    expect(back.stdout).toContain("Switched public.ingested_records back to the former model");
    // Product 7 was changed after the switch: its former vector belongs to its former text.
    expect(await liveVectors(db)).toEqual(former);
    const other = await start("verify", ...args, "--precision", "int8", "--json").ended;
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stdout)).toMatchObject({ error: { code: "OTHER_MODEL" } });
    await db.query(
      "UPDATE ingested_records SET content_embedding__next = content_embedding WHERE id = '1'",
    );
    const wrong = await start("activate", "--yes", ...args).ended;
    expect(wrong.code).toBe(3);
    expect(await liveVectors(db)).toEqual(former);
    const cleaned = await start("cleanup", "--yes").ended;
    expect(cleaned.stdout).toContain("Dropped content_embedding__next");
    expect((await start("status").ended).stdout).toContain("re-embedding  none");
    await db.close();
  });

  it("switches by generations from the shell, after kill -9, and back", async () => {
    const place = await emptyDatabase();
    const db = await openServer(place);
    await makeProductTable(db, 600);
    const former = await liveVectors(db);
    const options = { cwd: import.meta.dirname, env: { DATABASE_URL: place.connectionString } };
    const start = (...command: readonly string[]) => startBin(command, options);
    const by = ["--strategy", "generations"];
    const planned = await start("plan", "--model", tinyModel, ...by).ended;
    expect(planned.stdout).toContain("ingested_records__content_1");
    const killed = start("run", "--yes", ...args, ...by, "--batch-size", "2");
    await killed.printed("Re-embedded batch");
    killed.signal("SIGKILL");
    await killed.ended;
    const other = await start("run", "--yes", ...args, "--strategy", "columns").ended;
    expect(other.stderr).toContain("by the strategy generations");
    const done = await start("run", "--yes", "--activate", "--json", ...args).ended;
    expect(done.code, done.stderr).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ verification: { passed: true } });
    const [row] = await db.query(
      `SELECT count(*)::int AS "rows", count(DISTINCT id)::int AS "ids"
       FROM ingested_records__content_1`,
    );
    expect({ ...row }).toEqual({ rows: 600, ids: 600 });
    const embedder = await openTinyModel();
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(0.9999);
    await embedder.close();
    expect((await start("status").ended).stdout).toContain("generations");
    const back = await start("rollback", "--yes").ended;
    expect(back.stdout).toContain("Switched public.ingested_records back");
    expect(await liveVectors(db)).toEqual(former);
    const cleaned = await start("cleanup", "--yes").ended;
    expect(cleaned.stdout).toContain("ingested_records__content_1, ingested_records__title_1");
    await db.close();
  });

  it("writes in place from the shell, after kill -9, once its dangers were told", async () => {
    const place = await emptyDatabase();
    const db = await openServer(place);
    await makeProductTable(db, 600);
    const options = { cwd: import.meta.dirname, env: { DATABASE_URL: place.connectionString } };
    const start = (...command: readonly string[]) => startBin(command, options);
    const by = ["--strategy", "in-place"];
    const asked = await start("run", ...args, ...by).ended;
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain("vectors of two models");
    expect(asked.stderr).toContain("there is no rollback");
    const killed = start("run", "--yes", ...args, ...by, "--batch-size", "2");
    await killed.printed("Re-embedded batch");
    killed.signal("SIGKILL");
    await killed.ended;
    const done = await start("run", "--yes", "--json", ...args).ended;
    expect(done.code, done.stderr).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ activated: { caughtUp: 0 } });
    const embedder = await openTinyModel();
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(0.9999);
    await embedder.close();
    const back = await start("rollback", "--yes").ended;
    expect(back.stderr).toContain("one in place, which writes over them");
    await db.close();
  });

  async function readyOf(db: Database): Promise<number> {
    const [row] = await db.query(
      `SELECT count(*)::int AS "ready" FROM ingested_records
       WHERE content_embedding__next IS NOT NULL AND title_embedding__next IS NOT NULL
         AND content_embedding__source IS NOT NULL`,
    );
    return row?.ready as number;
  }
});
