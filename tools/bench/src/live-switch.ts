// Switches a table of 100,000 products (HNSW on the live vectors) to another model and
// back, while a process searches at a fixed rate and another one changes products.
// Run: DATABASE_URL=… node --conditions=@searchfit/source tools/bench/src/live-switch.ts
//        [--rows 100000] [--searches 200] [--changes 50] [--calm 30] [--memory 512] [--dimensions 384]
//        [--rate Infinity] [--strategy columns]
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openServer } from "@searchfit/pg-corpus";
import { benchServer } from "./corpus-table.ts";
import type { LiveJobReport } from "./live-job.ts";
import { startLiveProcess } from "./live-process.ts";
import type { ReaderPhase } from "./live-reader.ts";
import type { WriterReport } from "./live-writer.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    searches: { type: "string", default: "200" },
    changes: { type: "string", default: "50" },
    /** Seconds of each phase in which nothing but searches and changes goes on. */
    calm: { type: "string", default: "30" },
    /** Memory that the build of an index may use, in MB. */
    memory: { type: "string", default: "512" },
    dimensions: { type: "string", default: "384" },
    /** Most products that are embedded a second. */
    rate: { type: "string", default: "Infinity" },
    strategy: { type: "string", default: "columns" },
  },
});
process.env.LIVE_DIMENSIONS = values.dimensions; // before the encoders are loaded, here and in the processes
process.env.LIVE_STRATEGY = values.strategy;
const { newEncoder } = await import("./live-encoder.ts");
const { checkLiveRows, liveSize } = await import("./live-rows.ts");
const { makeLiveTable } = await import("./live-table.ts");
const calmMs = Number(values.calm) * 1000;
const connectionString = benchServer();
const print = (line: string) => process.stdout.write(`${line}\n`);
const load = () => `load ${loadavg()[0]?.toFixed(1) ?? ""}`;

/** The server's settings for a connection that builds indexes; pgvector < 0.8.4 builds serially. */
function jobConnection(): string {
  const url = new URL(connectionString);
  url.searchParams.set(
    "options",
    `-c maintenance_work_mem=${values.memory}MB -c max_parallel_maintenance_workers=0`,
  );
  return url.href;
}

const maker = await openServer({ connectionString: jobConnection() });
await makeLiveTable(maker, Number(values.rows));
await maker.close();
const db = await openServer({ connectionString });
print(`${values.rows} products, ${(await liveSize(db)).toFixed(0)} MB with indexes, ${load()}`);
const reader = startLiveProcess("live-reader.ts", {
  args: [connectionString, values.searches, values.rows],
});
const writer = startLiveProcess("live-writer.ts", {
  args: [connectionString, values.changes, values.rows],
});
const told: Promise<unknown>[] = [];
const job = startLiveProcess("live-job.ts", {
  args: [connectionString, values.memory, values.rate],
  onTold: (phase) => {
    print(`${new Date().toISOString().slice(11, 19)} ${phase}, ${load()}`);
    told.push(reader.ask(phase));
  },
});

async function calm(name: string): Promise<void> {
  await reader.ask(name);
  await sleep(calmMs);
}

async function step(command: string): Promise<LiveJobReport> {
  const report = await job.ask<LiveJobReport>(command);
  await Promise.all(told);
  print(`${command}: ${JSON.stringify(report)}`);
  return report;
}

/** Stops the writer and looks at every row. */
async function checkRows(label: string): Promise<void> {
  const { expected, ...report } = await writer.ask<WriterReport>("stop");
  print(`writer: ${JSON.stringify(report)}`);
  const versions = new Map(Array.from({ length: Number(values.rows) }, (_, row) => [`${row}`, 1]));
  for (const [row, version] of expected) {
    if (version === null) versions.delete(`${row}`);
    else versions.set(`${row}`, version);
  }
  await step("count");
  print(`${label}: ${JSON.stringify(await checkLiveRows(db, newEncoder, versions))}`);
}

function phaseLine(phase: ReaderPhase): string {
  const { name, searches, failed, mixed, stale, ofNewModel, p50, p99, max } = phase;
  const times = [p50, p99, max].map((ms) => ms.toFixed(1)).join(" | ");
  return `| ${name} | ${searches} | ${failed} | ${mixed} | ${stale} | ${ofNewModel} | ${times} |`;
}

await calm("warming up");
await calm("idle");
await writer.ask("start");
await calm("writer alone");
await step("fill");
await step("verify");
await step("activate");
await calm("after the switch");
await reader.ask("rows are checked");
await checkRows("rows after the switch");
await writer.ask("start");
await calm("writer again");
await step("rollback");
await calm("after the rollback");
await step("activate");
await calm("after the second switch");
await reader.ask("rows are checked");
await checkRows("rows at the end");
const phases = await reader.ask<readonly ReaderPhase[]>("stop");
print("| phase | searches | failed | mixed | stale | new model | p50 ms | p99 ms | longest ms |");
print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
for (const phase of phases) print(phaseLine(phase));
for (const { name, problems } of phases) for (const one of problems) print(`${name}: ${one}`);
await Promise.all([reader.end(), writer.end(), job.end()]);
print(`${(await liveSize(db)).toFixed(0)} MB with both models' vectors and indexes, ${load()}`);
await db.query("DROP SCHEMA searchfit_live CASCADE");
await db.close();
