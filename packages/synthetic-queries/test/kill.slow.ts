import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { good, newFile } from "./generation.ts";
import { message, startMessagesServer, type MessagesServer } from "./messages-server.ts";

const COUNT = 200;
const KILLS = 10;
const CONCURRENCY = 8;
let server: MessagesServer;

beforeAll(async () => {
  server = await startMessagesServer(async ({ body }) => {
    await new Promise((later) => setTimeout(later, 30));
    const id = /thing(\d+)/u.exec(body.messages[0]?.content ?? "")?.[1] ?? "";
    return message(good(id).text as string);
  });
});
afterAll(() => server.close());

/** Runs the generation in a process of its own; kills it after so many requests. */
async function run(answersFile: string, killAfter = Number.POSITIVE_INFINITY): Promise<string> {
  const script = join(import.meta.dirname, "generate-child.ts");
  const args = ["--conditions=@searchfit/source", script, server.url, answersFile, `${COUNT}`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const limit = server.requests.length + killAfter;
  const timer = setInterval(() => {
    if (server.requests.length >= limit) child.kill("SIGKILL");
  }, 1);
  const output = await text(child.stdout);
  clearInterval(timer);
  return output;
}

it("gives the same after kill -9 as an uninterrupted run, at the same bill", async () => {
  const expected = await run(newFile());
  const before = server.requests.length;
  const answersFile = newFile();
  for (let kill = 1; kill <= KILLS; kill += 1) expect(await run(answersFile, 7 + kill)).toBe("");
  expect(await run(answersFile)).toBe(expected);
  expect(readFileSync(answersFile, "utf8").trim().split("\n")).toHaveLength(COUNT);
  const wasted = server.requests.length - before - COUNT;
  expect(wasted).toBeLessThanOrEqual(KILLS * CONCURRENCY);
});
