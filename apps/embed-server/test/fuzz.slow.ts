import { join } from "node:path";
import { expect, it } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { startFullServer } from "./start-full-server.ts";

const program = join(import.meta.dirname, "../../../tools/bench/src/fuzz-server.ts");

it("answers 800 bodies made by chance as described, without a 5xx, and lives on", async () => {
  await using server = await startFullServer();
  const node = ["--conditions=@searchfit/source", program];
  const args = ["--url", server.url, "--key", server.key, "--count", "800", "--seed", "3"];
  const result = JSON.parse(await runProgram(process.execPath, [...node, ...args])) as {
    routes: string[];
    counts: Record<string, Record<string, number>>;
    findings: string[];
  };
  expect(result.findings).toEqual([]);
  expect(result.routes).toHaveLength(8);
  const counts = Object.values(result.counts);
  const times = (status: string) => counts.reduce((sum, kind) => sum + (kind[status] ?? 0), 0);
  for (const status of ["200", "400", "415"]) expect(times(status)).toBeGreaterThan(50);
  server.bin.signal("SIGTERM");
  expect(await server.bin.ended).toMatchObject({ code: 0, stderr: "" });
});
