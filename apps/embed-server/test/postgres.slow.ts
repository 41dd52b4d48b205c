import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { openServer, type Database } from "@searchfit/pg-corpus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import { until } from "../../../tools/test-kit/src/until.ts";
import { addProducts } from "./product-database.ts";
import { startBin, type StartedBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

describe.skipIf("skipped" in server)(titleOf("embed-server over", server), () => {
  let embedder: Embedder;
  let place: TestDatabase;
  let database: Database;
  let bin: StartedBin;
  let url: string;

  beforeAll(async () => {
    if ("skipped" in server) return;
    embedder = await createEmbedder({ folder: tinyModel });
    place = await server.createDatabase();
    database = await openServer(place);
    await addProducts(database, embedder);
    const env = { DATABASE_URL: place.connectionString, EMBED_MODEL_ID: tinyModel };
    bin = startBin(["--port", "0", "--json"], { env });
    ({ url } = JSON.parse(await bin.firstLine) as { url: string });
  });

  afterAll(async () => {
    await database.close();
    await embedder.close();
    await place.drop();
  });

  async function search(query: string) {
    const reply = await fetch(`${url}/api/search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    return { status: reply.status, body: JSON.parse(await reply.text()) };
  }

  async function connections(): Promise<number> {
    const rows = await database.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'embed-server'",
    );
    return rows.length;
  }

  it("finds products in the server that DATABASE_URL names", async () => {
    const { status, body } = await search("desk lamp");
    expect(status).toBe(200);
    expect(body.results[0]).toMatchObject({ id: "3", title: "desk lamp" });
    expect(body.count).toBe(4);
  });

  it("answers again after the server has ended its connections", async () => {
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'embed-server'",
    );
    await until("they have ended", async () => (await connections()) === 0);
    const statuses = [(await search("shoe")).status, (await search("shoe")).status];
    expect([200, 503]).toContain(statuses[0]);
    expect(statuses[1]).toBe(200);
  });

  it("answers 503 while the table is away, and 200 when it is back", async () => {
    await database.query("ALTER TABLE ingested_records RENAME TO away");
    const { status, body } = await search("shoe");
    expect([status, body.error.code]).toEqual([503, "TABLE_MISSING"]);
    await database.query("ALTER TABLE away RENAME TO ingested_records");
    expect((await search("shoe")).status).toBe(200);
  });

  it("closes its connections and ends with 0 at SIGTERM", async () => {
    bin.signal("SIGTERM");
    expect((await bin.ended).code).toBe(0);
    await until("its connections have ended", async () => (await connections()) === 0);
  });
});
