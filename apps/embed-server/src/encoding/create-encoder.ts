import { embeddingAt, type Embedder } from "@searchfit/onnx-embedder";
import { overloaded } from "../http/overloaded.ts";
import type { Encoder } from "./encoder.ts";
import { encodeJob } from "./encode-job.ts";
import { createRate, type Rate } from "./rate.ts";
import { readTokens } from "./read-tokens.ts";
import { takeBatch, type EncodeJob, type TextBatch } from "./take-batch.ts";

/** What to embed with, and how much at once. */
export interface CreateEncoderOptions {
  /** A loaded model. */
  readonly embedder: Embedder;
  /** The same model spread over more cores, for requests that come one after another. @default embedder */
  readonly alone?: Embedder;
  /** Batches that are embedded at once: the workers of a pool. @default 1 */
  readonly concurrency?: number;
  /** Tokens of a batch, over all its texts. @default 1024 */
  readonly batchTokens?: number;
  /** Texts that may wait; with more, requests are refused. @default 2048 */
  readonly maxWaiting?: number;
}

/** After so many batches that nothing ran or waited beside, requests are taken to come one after another. */
const fewInTurn = 2;

/**
 * Joins the texts of requests that come at the same time into batches, as many tokens as the budget
 * allows. Nobody waits for a batch to fill: a free worker takes what is there. Requests take turns,
 * text by text, so that a long list does not hold up a query. While requests come one after another,
 * `alone` embeds them: one text is sooner done by several cores, many are by one core each.
 */
export function createEncoder(options: CreateEncoderOptions): Encoder {
  const { embedder, alone = embedder } = options;
  const { concurrency = 1, batchTokens = 1024, maxWaiting = 2048 } = options;
  const jobs: EncodeJob[] = [];
  const rate = createRate();
  const size = { budget: batchTokens, count: (text: string) => readTokens(embedder, text) };
  let [batches, running, planned] = [0, 0, false];
  let [batchesDone, textsDone, inTurn] = [0, 0, 0];
  const waiting = () => jobs.reduce((sum, job) => sum + job.texts.length - job.next, 0);
  const pump = () => {
    planned = false;
    while (batches < concurrency) {
      const batch = takeBatch(jobs, size);
      if (batch === undefined) return;
      const by = inTurn >= fewInTurn && jobs.length === 0 ? alone : embedder;
      batches += 1;
      running += batch.parts.length;
      void run(batch, { embedder: by, jobs, rate }).finally(() => {
        batches -= 1;
        running -= batch.parts.length;
        batchesDone += 1;
        textsDone += batch.parts.length;
        if (batches === 0 && jobs.length === 0) inTurn += 1;
        pump();
      });
    }
  };
  return {
    embedder,
    load: () => ({ waiting: waiting(), running, textsDone, batchesDone }),
    encode: async (call) => {
      call.signal?.throwIfAborted();
      const ahead = waiting();
      if (ahead > 0 && ahead + call.texts.length > maxWaiting) {
        throw overloaded(rate.secondsFor(ahead, concurrency));
      }
      if (batches > 0 || jobs.length > 0) inTurn = 0;
      const { job, answer } = encodeJob(call, embedder.model.prompts);
      const onAbort = () => {
        drop(jobs, job, call.signal?.reason);
      };
      call.signal?.addEventListener("abort", onAbort);
      jobs.push(job);
      // Planned, not done: what arrives in the same turn of the event loop goes into one batch.
      if (!planned) setImmediate(pump);
      planned = true;
      return answer.finally(() => call.signal?.removeEventListener("abort", onAbort));
    },
  };
}

interface EncoderState {
  readonly embedder: Embedder;
  readonly jobs: EncodeJob[];
  readonly rate: Rate;
}

async function run({ parts, inputType }: TextBatch, state: EncoderState): Promise<void> {
  const { embedder, jobs, rate } = state;
  const start = performance.now();
  try {
    const texts = parts.map(({ text }) => text);
    const matrix = await (inputType === "query"
      ? embedder.embedQueries(texts)
      : embedder.embedDocuments(texts));
    rate.count(texts.length, performance.now() - start);
    for (const [row, { job, index }] of parts.entries())
      job.settle(index, embeddingAt(matrix, row));
  } catch (error) {
    for (const { job } of parts) drop(jobs, job, error);
  }
}

function drop(jobs: EncodeJob[], job: EncodeJob, reason: unknown): void {
  const at = jobs.indexOf(job);
  if (at >= 0) jobs.splice(at, 1);
  job.fail(reason);
}
