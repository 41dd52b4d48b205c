// Searches a table at a fixed rate, as a service does that knows nothing of a switch. Started by
// live-switch.ts: live-reader.ts CONNECTION SEARCHES_A_SECOND ROWS
import { setTimeout as sleep } from "node:timers/promises";
import { openServer } from "@searchfit/pg-corpus";
import { encoderOf, formerEncoder, newEncoder } from "./live-encoder.ts";
import { answerCommands } from "./live-process.ts";
import { liveProduct, searchedSql } from "./live-table.ts";
import { percentile } from "./ratios.ts";

/** What the searches of one phase were like. */
export interface ReaderPhase {
  readonly name: string;
  readonly searches: number;
  readonly failed: number;
  /** Results whose vectors are not all of the model that the same statement says is active. */
  readonly mixed: number;
  /** Best hits whose vector is not that of their text. */
  readonly stale: number;
  /** Searches that saw the new model. */
  readonly ofNewModel: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly problems: readonly string[];
}

const [connectionString = "", rate = "200", rows = "10000"] = process.argv.slice(2);
const db = await openServer({
  connectionString,
  maxConnections: 8,
  timeouts: { connectMs: 0 },
  applicationName: "reader",
});

const search = `
  SELECT vector_norm(content_embedding) AS "content", vector_norm(title_embedding) AS "title",
    CASE WHEN row_number() OVER () = 1 THEN searchable_content END AS "text",
    CASE WHEN row_number() OVER () = 1 THEN encode(vector_send(content_embedding), 'base64') END AS "bytes",
    (SELECT fingerprint FROM searchfit_live.searchfit_active_model
     WHERE table_name = 'ingested_records') AS "fingerprint"
  FROM (SELECT * FROM ${searchedSql} WHERE content_embedding IS NOT NULL AND title_embedding IS NOT NULL
        ORDER BY content_embedding <=> $1::vector LIMIT 20) AS found`;

/** Queries as text, embedded before: embedding them is not what is measured. */
const queries = new Map(
  [formerEncoder, newEncoder].map(({ fingerprint: key, encode }) => {
    const titles = Array.from({ length: 500 }, (_, turn) => liveProduct((turn * 7919) % +rows, 1));
    return [key, titles.map(({ title }) => `[${encode(title).join(",")}]`)] as const;
  }),
);

interface Hit {
  readonly content: number;
  readonly title: number;
  readonly text: string | null;
  readonly bytes: string | null;
  readonly fingerprint: string;
}

function emptyPhase(name: string) {
  const counts = { searches: 0, failed: 0, mixed: 0, stale: 0, ofNewModel: 0 };
  return { name, ...counts, times: [] as number[], problems: [] as string[] };
}

type Phase = ReturnType<typeof emptyPhase>;

const phases: Phase[] = [];
let phase = emptyPhase("start");
let running = false;
let fingerprint: string | undefined;
let loop: Promise<void> = Promise.resolve();
const open = new Set<Promise<void>>();

function note(to: Phase, hits: readonly Hit[]): void {
  const [first] = hits;
  const encoder = encoderOf(first?.fingerprint);
  fingerprint = first?.fingerprint ?? fingerprint;
  if (encoder.length === 1) to.ofNewModel += 1;
  const isOther = (length: number) => Math.abs(length - encoder.length) > 0.01;
  if (hits.length === 0 || hits.some((hit) => isOther(hit.content) || isOther(hit.title))) {
    to.mixed += 1;
    to.problems.push(`mixed: ${hits.map((hit) => hit.content.toFixed(2)).join(" ")}`);
  }
  const [text, bytes] = [first?.text ?? "", first?.bytes ?? ""];
  if (hits.length > 0 && !isVectorOf(bytes, encoder.encode(text))) to.stale += 1;
}

/** Whether pgvector's binary form (base64) holds these values, to rounding. */
function isVectorOf(base64: string, expected: Float32Array): boolean {
  const bytes = Buffer.from(base64, "base64");
  return expected.every((value, at) => Math.abs(bytes.readFloatBE(4 + at * 4) - value) < 1e-5);
}

async function searchOnce(turn: number, due: number): Promise<void> {
  const to = phase;
  const vectors = queries.get(encoderOf(fingerprint).fingerprint) ?? [];
  const vector = vectors[turn % vectors.length] ?? "";
  try {
    note(to, (await db.query(search, [vector])) as unknown as readonly Hit[]);
    to.searches += 1;
  } catch (error) {
    to.failed += 1;
    to.problems.push(String(error));
  }
  to.times.push(performance.now() - due);
}

/** Searches are due at fixed times, whether former ones are answered or not; they wait from then on. */
async function searchAll(): Promise<void> {
  const started = performance.now();
  for (let turn = 0; running; turn += 1) {
    const due = started + (turn * 1000) / Number(rate);
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const one = searchOnce(turn, due).finally(() => open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
}

function summary({ times, problems, ...counts }: Phase): ReaderPhase {
  const sorted = times.sort((a, b) => a - b);
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => percentile(sorted, share));
  return { ...counts, p50: p50 ?? 0, p99: p99 ?? 0, max: max ?? 0, problems: problems.slice(0, 3) };
}

answerCommands(async (command) => {
  if (command === "stop") {
    running = false;
    await loop;
    return [...phases, phase].slice(1).map(summary);
  }
  phases.push(phase);
  phase = emptyPhase(command);
  if (!running) {
    running = true;
    loop = searchAll();
  }
  return undefined;
});
