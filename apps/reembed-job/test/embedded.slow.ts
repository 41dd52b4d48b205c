import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openEmbedded } from "@searchfit/pg-corpus";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import { makeProductTable } from "./product-table.ts";
import { startBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

it("asks before it writes, and does all of it in one command", async () => {
  await using temporary = await temporaryFolder();
  const cwd = join(temporary.path, "shop");
  const run = (args: readonly string[], input = "") => startBin(args, { cwd, input }).ended;
  const folder = join(cwd, ".searchfit", "database"); // where it is found without being named
  await mkdir(join(cwd, ".searchfit"), { recursive: true });
  const db = await openEmbedded({ folder });
  await makeProductTable(db, 70);
  await db.close();
  const args = ["run", "--activate", "--model", tinyModel, "--threads", "1", "--json"];
  const refused = await run(args, "no\n");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("This will replace the embeddings of 70 products in public.");
  expect(refused.stderr).toContain("Type 'yes' to proceed: ");
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "NOT_CONFIRMED" } });
  const done = await run(args, "yes\n");
  expect(done.stderr).toContain("Re-embedded batch 64/70 (91.4%)");
  expect(done.stderr).toContain("Re-embedded batch 70/70 (100.0%)");
  expect(done.code).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject({
    written: 70,
    total: 70,
    verification: { passed: true },
    activated: { attempts: 1 },
  });
  const status = await run(["status"]);
  expect(status.stdout).toContain("active: ");
  const other = await run([...args, "--strategy", "generations"], "yes\n");
  expect(other.code).toBe(1);
  expect(other.stdout).toContain("by the strategy columns that has not been cleaned up");
  expect(other.stderr).not.toContain("This will"); // refused before it announces anything
});
