import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createCorpusTable,
  openServer,
  upsertProducts,
  writeEmbeddings,
} from "@searchfit/pg-corpus";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import type { Check } from "../src/doctor/check.ts";
import { runSearchfit } from "./run-searchfit.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { tinyModel } from "./tiny-dataset.ts";

const server = await startTestServer();
const folder = temporaryFolder();

const products = ["1", "2", "3"].map((id) => ({
  ...{ id, title: `Oak desk ${id}`, description: null, category: null, tags: [] },
  ...{ searchable_content: "", source_file: null },
}));

describe.skipIf("skipped" in server)(titleOf("estimate, doctor and init on", server), () => {
  let database: TestDatabase;
  beforeAll(async () => {
    if ("skipped" in server) return;
    database = await server.createDatabase();
  });
  afterAll(async () => {
    if ("skipped" in server) return;
    await database.drop();
    await server.stop();
  });

  const searchfit = async (...words: string[]) => {
    const variables = { DATABASE_URL: database.connectionString };
    const result = await runSearchfit([...words, "--json"], { folder: folder(), variables });
    return { code: result.code, document: JSON.parse(result.stdout) as Record<string, unknown> };
  };
  const checksOf = (document: Record<string, unknown>) =>
    new Map((document.checks as Check[]).map((check) => [check.name, check]));
  const doctor = () =>
    searchfit("doctor", "--queries", "recorded:none.jsonl", "--base-model", tinyModel);

  it("tells that the table is missing, and what fills it", async () => {
    const { code, document } = await doctor();
    expect(code).toBe(1);
    const table = checksOf(document).get("table");
    expect(table).toMatchObject({ status: "missing", needed: true });
    expect(table?.fix).toContain("searchfit import");
  });

  it("asks the server at init, and says that import comes next while it has no products", async () => {
    const { code, document } = await searchfit("init", "--dry-run");
    expect(code).toBe(0);
    expect(document).toMatchObject({
      settings: { source: "postgres", queries: "anthropic" },
      found: [expect.stringMatching(/PostgreSQL \d+/), "public.ingested_records: not there yet"],
      missing: ["ANTHROPIC_API_KEY"],
      next: "searchfit import --source csv:FILE",
    });
  });

  it("counts the products that train would read, and estimates those", async () => {
    const db = await openServer({ connectionString: database.connectionString });
    await createCorpusTable(db, { dimensions: 2 });
    await upsertProducts(db, products);
    const matrix = { data: Float32Array.from([1, 0, 0, 1]), rows: 2, dimensions: 2 };
    await writeEmbeddings(db, { ids: ["1", "2"], content: matrix, title: matrix });
    await db.close();

    const checks = checksOf((await doctor()).document);
    expect(checks.get("database")).toMatchObject({ status: "ok" });
    expect(checks.get("database")?.detail).toMatch(/PostgreSQL \d+.*pgvector \d/);
    expect(checks.get("table")).toMatchObject({
      status: "ok",
      detail: "public.ingested_records: 2 products with vectors of 3",
    });
    const { code, document } = await searchfit("estimate");
    expect(code).toBe(0);
    expect(document).toMatchObject({ source: "postgres", products: 2, requests: 2 });

    const init = (await searchfit("init", "--dry-run")).document;
    expect(init.found).toContain("public.ingested_records: 2 products with vectors of 3");
    expect(init.next).toBe("searchfit train");
  });
});
