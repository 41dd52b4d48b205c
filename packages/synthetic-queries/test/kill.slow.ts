import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import type { GenerationResult } from "../src/generation/generate-queries.ts";
import { ClaudeServer } from "./claude-server.ts";
import { newFile } from "./generation.ts";

/** More than can be answered until the last kill: at most 3 rounds of 8 answers come before each. */
const COUNT = { direct: 800, batches: 200 } as const;
const KILLS = 25;
const CONCURRENCY = 8;
let server: ClaudeServer;
afterEach(() => server.close());

/** Runs the generation in a process of its own; kills it so long after its first request. */
async function run(
  mode: keyof typeof COUNT,
  answersFile: string,
  killAfterMs?: number,
): Promise<string> {
  const script = join(import.meta.dirname, "generate-child.ts");
  const words = [script, server.url, answersFile, `${COUNT[mode]}`, mode];
  const args = ["--conditions=@searchfit/source", ...words];
  const before = server.hits;
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const output = text(child.stdout);
  if (killAfterMs !== undefined) {
    while (server.hits === before && child.exitCode === null) await sleep(1);
    await sleep(killAfterMs);
    child.kill("SIGKILL");
  }
  return output;
}

/** What a run has printed, but for the requests that a kill has left without an answer. */
function resultOf(output: string): object {
  const { unansweredRequests: _, ...result } = JSON.parse(output) as Record<string, unknown>;
  return result;
}

/** Moments of killing, spread over a run: the same in every test run. */
const moments = (longestMs: number) =>
  Array.from({ length: KILLS }, (_, index) => ((index * 7919) % 101) * (longestMs / 101));

it("gives the same after kill -9 as an uninterrupted run, at the same bill", async () => {
  server = await ClaudeServer.start({ latencyMs: 30 });
  const expected = JSON.parse(await run("direct", newFile())) as GenerationResult;
  expect(expected.unansweredRequests).toBe(0);
  const before = server.messages.length;
  const answersFile = newFile();
  let killed = 0;
  for (const moment of moments(60)) {
    if ((await run("direct", answersFile, moment)) === "") killed += 1;
  }
  const result = JSON.parse(await run("direct", answersFile)) as GenerationResult;
  const { unansweredRequests } = result;
  expect(result).toEqual({ ...expected, unansweredRequests });
  expect(killed).toBe(KILLS);
  // What was under way when the process died is the only thing that is asked again, and it is told.
  const wasted = server.messages.length - before - COUNT.direct;
  expect(wasted).toBeLessThanOrEqual(unansweredRequests);
  expect(unansweredRequests).toBeLessThanOrEqual(KILLS * CONCURRENCY);
});

it("pays no batch twice, whenever it is killed", async () => {
  // No batch has ended at a first kill, every batch has at a second one: the second process starts.
  server = await ClaudeServer.start({ batchMs: 150 });
  const expected = resultOf(await run("batches", newFile()));
  const batches = server.batches.length;
  expect(batches).toBe(4);
  let killed = 0;
  for (const moment of moments(120)) {
    server.batches.length = 0;
    server.paid.clear();
    const answersFile = newFile();
    for (const again of [moment, 120 - moment]) {
      if ((await run("batches", answersFile, again)) === "") killed += 1;
    }
    expect(resultOf(await run("batches", answersFile))).toEqual(expected);
    expect(server.batches).toHaveLength(batches);
    expect([...server.paid.values()].filter((count) => count !== 1)).toEqual([]);
  }
  expect(killed).toBeGreaterThanOrEqual(KILLS);
});
