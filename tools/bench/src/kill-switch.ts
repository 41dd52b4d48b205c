// Kills reembed with SIGKILL at random moments, one of 8 workers every 5 s, and restarts the server, and
// looks whether every product has its two vectors of one model all the time, and the right ones at the
// end. Starts a server of its own (PostgreSQL of the test kit).
// Run: node --conditions=@searchfit/source tools/bench/src/kill-switch.ts
//        [--kills 100] [--rows 2000] [--workers 8] [--pause 5] [--restarts 3] [--seed 1]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createEmbedder } from "@searchfit/onnx-embedder";
import {
  countWrong,
  makeKillTable,
  seenModel,
  vectorBytes,
  withKillDatabase,
} from "./kill-rows.ts";
import { startOwnServer } from "./own-server.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    rows: { type: "string", default: "2000" },
    workers: { type: "string", default: "8" },
    /** Seconds between two kills of a worker. */
    pause: { type: "string", default: "5" },
    restarts: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
  },
});
const [rows, kills, workers] = [+values.rows, +values.kills, +values.workers];
const root = join(import.meta.dirname, "../../..");
const folder = join(root, "packages/onnx-embedder/test/fixtures/tiny-model");
const bin = join(root, "apps/reembed-job/bin/reembed.js");
// How many of the tiny model's vectors an index finds is chance: they lie close together.
const model = ["--yes", "--model", folder, "--threads", "1"];
const anyRecall = ["--min-recall", "0"];
const print = (line: string) => process.stdout.write(`${line}, load ${loadavg()[0]?.toFixed(1)}\n`);

let state = Number(values.seed);
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

const server = await startOwnServer();
const { connectionString } = server;
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => void server.stop().finally(() => process.exit(130)));
const embedder = await createEmbedder({ folder });
const use = <T>(run: Parameters<typeof withKillDatabase<T>>[1]) =>
  withKillDatabase(connectionString, run);

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env.PATH, DATABASE_URL: connectionString },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (stderr = (stderr + text).slice(-4000)));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stderr }));
  return { ended, kill: () => child.kill("SIGKILL"), said: () => stderr };
}

async function mustEnd(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await start(...args).ended;
  if (code !== 0)
    throw new Error(`reembed ${args[0] ?? ""} ended with ${code ?? "a signal"}: ${stderr}`);
}

/** The right vectors are live: takes them back and drops them, for another round. */
async function finishRound(former: string): Promise<void> {
  const wrong = await use((db) => countWrong(db, embedder));
  if (wrong > 0) throw new Error(`Expected the right vectors, got ${wrong} wrong or missing ones.`);
  await mustEnd("rollback", "--yes");
  if ((await use(vectorBytes)) !== former)
    throw new Error("Expected the former vectors bit for bit.");
  await mustEnd("cleanup", "--yes");
}

/** Whole jobs, `run --activate`, killed again and again until they get through. */
async function killJobs(former: string): Promise<void> {
  const job = ["run", "--activate", "--batch-size", "16", ...model, ...anyRecall];
  const started = performance.now();
  await mustEnd(...job);
  const tookMs = performance.now() - started;
  await finishRound(former);
  print(`undisturbed: ${(tookMs / 1000).toFixed(1)} s`);
  let [killed, rounds, afterSwitch] = [0, 0, 0];
  while (killed < kills) {
    const running = start(...job);
    await Promise.race([sleep(random() * tookMs), running.ended]);
    running.kill();
    const { code, stderr } = await running.ended;
    if (code === null) killed += 1;
    else if (code !== 0) throw new Error(`The job ended with ${code}: ${stderr}`);
    const seen = await use((db) => seenModel(db, rows));
    if (code === null && seen === "new") afterSwitch += 1;
    // Every tenth kill may be one too many for the round: then it gets through.
    if (code !== 0 && killed % 10 !== 0) continue;
    await mustEnd(...job);
    await finishRound(former);
    rounds += 1;
    print(`${killed} kills, ${rounds} rounds`);
  }
  print(
    `jobs: ${killed} kills (${afterSwitch} after the switch) in ${rounds} rounds, nothing lost`,
  );
}

/** Slows every change of a row down, so that the workers' job lasts for some kills. */
async function slowDown(seconds: number): Promise<void> {
  await use(async (db) => {
    await db.query(`CREATE OR REPLACE FUNCTION keep_pace() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_sleep(${seconds}); RETURN NEW; END'`);
    await db.query(`CREATE OR REPLACE TRIGGER paced BEFORE UPDATE ON ingested_records
      FOR EACH ROW EXECUTE FUNCTION keep_pace()`);
  });
}

/** A worker, started again whenever it ends before the job has. */
function keepWorker() {
  const args = ["work", "--batch-size", "4", "--shard-size", "50", ...model];
  let [current, starts] = [start(...args), 1];
  const codes: (number | null)[] = [];
  const finished = (async () => {
    for (;;) {
      const { code, stderr } = await current.ended;
      codes.push(code);
      if (code === 0) return;
      if (code !== null && code !== 1) throw new Error(`A worker ended with ${code}: ${stderr}`);
      if ((starts += 1) > 200) throw new Error(`A worker does not get through: ${stderr}`);
      await sleep(500);
      current = start(...args);
    }
  })();
  return { finished, codes, kill: () => current.said().includes("Re-embedded") && current.kill() };
}

async function killWorkers(former: string): Promise<void> {
  await slowDown((20 * +values.pause * workers) / rows); // without kills, it takes 20 pauses
  const running = Array.from({ length: workers }, keepWorker);
  const finished = Promise.all(running.map((worker) => worker.finished));
  let [open, killed, restarts] = [true, 0, 0];
  void finished.finally(() => (open = false));
  for (let turn = 1; open; turn += 1) {
    await sleep(+values.pause * 1000);
    if (!open) break;
    if (restarts < +values.restarts && turn % 4 === 0) {
      await server.restart(restarts % 2 === 0 ? "immediate" : "fast");
      restarts += 1;
    } else if (running[Math.floor(random() * workers)]?.kill() === true) killed += 1;
    if ((await use((db) => seenModel(db, rows))) !== "former") throw new Error("Nobody switched.");
    if (killed >= 12 && restarts >= +values.restarts) await slowDown(0);
  }
  await finished;
  await use((db) => db.query("DROP FUNCTION keep_pace() CASCADE"));
  const codes = running.flatMap((worker) => worker.codes);
  const count = (code: number | null) => codes.filter((one) => one === code).length;
  if ((await use(vectorBytes)) !== former)
    throw new Error("Expected the former vectors bit for bit.");
  await mustEnd("run", "--activate", ...model, ...anyRecall);
  await finishRound(former);
  print(
    `${workers} workers: ${killed} kills, ${restarts} server restarts (${count(null)} ended by SIGKILL, ${count(1)} with a message), nothing lost or doubled`,
  );
}

try {
  await use((db) => makeKillTable(db, rows, embedder.model.dimensions));
  const former = await use(vectorBytes);
  await killWorkers(former);
  await killJobs(former);
} finally {
  await embedder.close();
  await server.stop();
}
