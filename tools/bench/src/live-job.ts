// Re-embeds, switches and switches back, as reembed does. Started by live-switch.ts:
// live-job.ts CONNECTION MEMORY_MIB [MOST_PER_SECOND]
import { setPriority } from "node:os";
import {
  countReembedding,
  lockReembedding,
  openServer,
  restorePreviousEmbeddings,
  type Session,
} from "@searchfit/pg-corpus";
import {
  activateVectors,
  modelOf,
  runReembedding,
  verifyVectors,
  type ActivateResult,
} from "@searchfit/reembed-job";
import { embedderOf, newEncoder } from "./live-encoder.ts";
import { answerCommands, tell } from "./live-process.ts";
import { liveStrategy, liveTable } from "./live-table.ts";

/** What a command of the job gives. */
export interface LiveJobReport {
  readonly written?: number;
  readonly seconds: number;
  /** Whether the verification found nothing, and what it found. */
  readonly passed?: boolean;
  readonly problems?: readonly string[];
  readonly recall?: number;
  /** Switch and switch back. */
  readonly lockedMs?: number;
  readonly attempts?: number;
  readonly filled?: number;
  readonly caughtUp?: number;
  /** Products without the right new vector afterwards. */
  readonly stale?: number;
}

setPriority(10); // as the command does
const [connectionString = "", memory, rate] = process.argv.slice(2);
/** One process builds, with the memory that was asked for. */
const building = { indexMemoryMib: Number(memory), indexWorkers: 0 };
const gently = { mostPerSecond: Number(rate ?? Infinity) };
const db = await openServer({ connectionString, applicationName: "reembed" });
const embedder = embedderOf(newEncoder);
const model = modelOf(embedder);
const job = { db, table: liveTable, embedder, model, strategy: liveStrategy };

async function fill(session: Session): Promise<Omit<LiveJobReport, "seconds">> {
  tell("filling");
  const onBuild = () => {
    tell("building the index");
  };
  const { written } = await runReembedding(job, { session, onBuild, ...building, ...gently });
  return { written };
}

async function verify(): Promise<Omit<LiveJobReport, "seconds">> {
  tell("verifying");
  // The stand-in's vectors are no real model's: how many an index finds is told, not required.
  const options = { acceptStale: true, search: { minRecall: 0 } };
  const { passed, problems, search } = await verifyVectors(job, options);
  const { recall } = search;
  return { passed, problems, ...(recall === null ? {} : { recall: recall.mean }) };
}

async function activate(session: Session): Promise<ActivateResult> {
  tell("switching");
  return activateVectors(job, { session, ...building, ...gently });
}

async function rollBack(): Promise<Omit<LiveJobReport, "seconds">> {
  tell("switching back");
  const { lockedMs, attempts } = await restorePreviousEmbeddings(db, { table: liveTable });
  return { lockedMs, attempts };
}

const commands: Readonly<
  Record<string, (session: Session) => Promise<Omit<LiveJobReport, "seconds">>>
> = {
  fill,
  verify,
  activate,
  rollback: rollBack,
  count: async () => ({ stale: (await countReembedding(db, { table: liveTable })).stale }),
};

answerCommands(async (command): Promise<LiveJobReport> => {
  const started = performance.now();
  const run = commands[command];
  if (run === undefined) throw new Error(`Unknown command ${command}.`);
  const result = await lockReembedding(db, { table: liveTable, run });
  return { ...result, seconds: (performance.now() - started) / 1000 };
});
