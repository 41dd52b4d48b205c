import { afterAll, beforeAll, expect, it } from "vitest";
import {
  temporaryFolder,
  type TemporaryFolder,
} from "../../../tools/test-kit/src/temporary-folder.ts";
import { startBin } from "./start-bin.ts";

const patience = { timeout: 300_000 };
let temporary: TemporaryFolder;

beforeAll(async () => {
  temporary = await temporaryFolder();
});
afterAll(() => temporary[Symbol.asyncDispose]());

const run = (args: readonly string[]) => startBin(args, { cwd: temporary.path }).ended;

it("shows examples with --help, for each command", patience, async () => {
  const commands = ["plan", "run", "work", "status", "verify", "activate", "rollback", "cleanup"];
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
  expect(wrong.stderr).toMatch(/^More: docs\/troubleshooting\.md, [A-Z_]+$/mu);
});
