import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openEmbedded } from "@searchfit/pg-corpus";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  temporaryFolder,
  type TemporaryFolder,
} from "../../../tools/test-kit/src/temporary-folder.ts";
import { makeProductTable } from "./product-table.ts";
import { startBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

const patience = { timeout: 120_000 };
let temporary: TemporaryFolder;

beforeAll(async () => {
  temporary = await temporaryFolder();
});
afterAll(() => temporary[Symbol.asyncDispose]());

const run = (args: readonly string[], options: { input?: string; cwd?: string } = {}) =>
  startBin(args, { cwd: temporary.path, ...options }).ended;

it("shows examples with --help, for each command", patience, async () => {
  const commands = ["plan", "run", "status", "verify", "activate", "rollback", "cleanup"];
  const ends = await Promise.all(commands.map((command) => run([command, "--help"])));
  for (const { code, stdout, stderr } of ends) {
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Examples:");
  }
});

it("tells mistakes on the command line, with exit code 2, also as JSON", patience, async () => {
  const unknown = await run(["run", "--nonsense"]);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("--nonsense");
  const json = await run(["run", "--batch-size", "0", "--json"]);
  expect([json.code, json.stderr]).toEqual([2, ""]);
  expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: "USAGE" } });
});

it("tells what is missing, with a hint and exit code 1", patience, async () => {
  const noDatabase = await run(["status", "--json"]);
  expect(noDatabase.code).toBe(1);
  expect(JSON.parse(noDatabase.stdout)).toMatchObject({ error: { code: "DATABASE_NOT_GIVEN" } });
  const wrong = await run(["status", "--column", "nonsense=x"]);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain("Hint: NAME is one of id, title,");
});

it("asks before it writes, and does all of it in one command", patience, async () => {
  const cwd = join(temporary.path, "shop");
  const folder = join(cwd, ".searchfit", "database"); // where it is found without being named
  await mkdir(join(cwd, ".searchfit"), { recursive: true });
  const db = await openEmbedded({ folder });
  await makeProductTable(db, 70);
  await db.close();
  const args = ["run", "--activate", "--model", tinyModel, "--threads", "1", "--json"];
  const refused = await run(args, { cwd, input: "no\n" });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("This will replace the embeddings of 70 products in public.");
  expect(refused.stderr).toContain("Type 'yes' to proceed: ");
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "NOT_CONFIRMED" } });
  const done = await run(args, { cwd, input: "yes\n" });
  expect(done.stderr).toContain("Re-embedded batch 64/70 (91.4%)");
  expect(done.stderr).toContain("Re-embedded batch 70/70 (100.0%)");
  expect(done.code).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject({
    written: 70,
    total: 70,
    verification: { passed: true },
    activated: { attempts: 1 },
  });
  const status = await run(["status"], { cwd });
  expect(status.stdout).toContain("active: ");
});
