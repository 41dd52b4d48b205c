import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { openEmbedded, writeEmbeddings } from "@searchfit/pg-corpus";
import { afterAll, beforeAll, expect, it } from "vitest";
import { productDatabase } from "./product-database.ts";
import { startBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

const run = promisify(execFile);
const liveCompare = join(import.meta.dirname, "../../live-compare/bin/live-compare.js");
const env = { PATH: process.env.PATH, SEARCH_API_KEY: "k" };
let embedder: Embedder;
let folder: string;
let database: string;

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
  folder = await mkdtemp(join(tmpdir(), "embed-server-"));
  database = join(folder, "db");
  await (await productDatabase(embedder, database)).close();
});

afterAll(async () => {
  await embedder.close();
  await rm(folder, { recursive: true });
});

/** Serves the database, captures what its search answers, and stops the server in order. */
async function capture(label: string): Promise<string> {
  const args = ["--model", tinyModel, "--database-folder", database, "--port", "0", "--json"];
  const server = startBin(args, { env: { EMBED_SERVER_API_KEY: "k" } });
  const { url } = JSON.parse(await server.firstLine) as { url: string };
  const out = join(folder, `${label}.json`);
  const { stdout } = await run(
    process.execPath,
    [liveCompare, "capture", "--host", url, "--label", label, "--top-k", "3", "--out", out],
    { env },
  );
  server.signal("SIGTERM");
  expect((await server.ended).code).toBe(0);
  expect(stdout).toContain("/api/search at ");
  return out;
}

async function diff(before: string, after: string) {
  const args = [liveCompare, "diff", before, after, "--json"];
  return JSON.parse((await run(process.execPath, args, { env })).stdout);
}

it("shows in live-compare what changed in the database between two starts", async () => {
  const before = await capture("before");
  const again = await capture("again");
  expect(await diff(before, again)).toMatchObject({
    endpoint: "/api/search",
    queryCount: 10,
    unchangedCount: 10,
    meanTop1ChangePercent: 0,
  });
  const db = await openEmbedded({ folder: database });
  const content = await embedder.embedDocuments(["desk lamp", "waterproof jacket"]);
  await writeEmbeddings(db, { ids: ["1", "3"], content }); // the jacket's and the lamp's, swapped
  await db.close();
  const after = await capture("after");
  const comparison = await diff(before, after);
  expect(comparison.unchangedCount).toBeLessThan(10);
  expect(comparison.meanTop1ChangePercent).toBeCloseTo(0, 3); // same vectors, other products
});
