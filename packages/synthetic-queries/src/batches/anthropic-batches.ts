import { Buffer } from "node:buffer";
import { setTimeout as sleep } from "node:timers/promises";
import { APIConnectionError, APIError, type Anthropic } from "@anthropic-ai/sdk";
import { explainAnthropicError } from "../providers/anthropic-error.ts";
import { toMessageParams } from "../providers/anthropic-message.ts";
import { RetryLater } from "../requests/retry-later.ts";
import { tryAgain } from "../requests/try-again.ts";
import { toBatchResult } from "./anthropic-batch-result.ts";
import type { BatchRequest, BatchResult, BatchState, QueryBatches } from "./query-batches.ts";

/** How the Message Batches API is used. */
export interface AnthropicBatchesOptions {
  /** Model. */
  readonly model: string;
  /** Where the API is. */
  readonly baseUrl: string;
  /** How often a call is tried again. */
  readonly maxRetries: number;
  /** Wait before the first time. */
  readonly firstWaitMs: number;
  /** Time between two looks at a batch. */
  readonly pollMs: number;
  /** For how long a batch may still appear in the list. */
  readonly graceMs: number;
  /** Questions in one batch at most. */
  readonly maxRequests: number;
  /** Bytes of one batch at most. */
  readonly maxBytes: number;
}

/** The Message Batches API as a service of batches. */
export function anthropicBatches(
  client: Anthropic,
  options: AnthropicBatchesOptions,
): QueryBatches {
  const { model, maxRetries, firstWaitMs } = options;
  const explained = async <Result>(call: () => Promise<Result>, signal?: AbortSignal) => {
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      throw explainAnthropicError(error, options);
    }
  };
  const steadily = <Result>(call: () => Promise<Result>, signal?: AbortSignal) =>
    tryAgain(() => explained(call, signal), { maxRetries, firstWaitMs, signal });
  const toRequest = ({ customId, request }: BatchRequest) => ({
    custom_id: customId,
    params: toMessageParams(model, request),
  });
  const api = client.messages.batches;
  return {
    ...options,
    sizeOf: (request) => Buffer.byteLength(JSON.stringify(toRequest(request))) + 1,
    create: (requests, signal) =>
      steadily(async () => {
        try {
          return (await api.create({ requests: requests.map(toRequest) }, withSignal(signal))).id;
        } catch (error) {
          if (!mayHaveArrived(error)) throw error;
          return null;
        }
      }, signal),
    state: (id, signal) =>
      steadily(async () => toState(await api.retrieve(id, {}, withSignal(signal))), signal),
    list: (signal) => listAll(client, (call) => steadily(call, signal)),
    results: (id, signal) => streamResults(client, id, { ...options, signal, explained }),
  };
}

function withSignal(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** Whether the API may have done what was asked although no good answer came. */
function mayHaveArrived(error: unknown): boolean {
  if (!(error instanceof APIError)) return false;
  const { status } = error as APIError<number | undefined>;
  if (status !== undefined) return status === 408 || (status >= 500 && status !== 529);
  return error instanceof APIConnectionError && !/ECONNREFUSED|ENOTFOUND/u.test(causes(error));
}

function causes(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code = "" } = error as NodeJS.ErrnoException;
  return `${code} ${causes(error.cause)}`;
}

async function* listAll(
  client: Anthropic,
  steadily: <Result>(call: () => Promise<Result>) => Promise<Result>,
): AsyncGenerator<BatchState> {
  for (let after: string | undefined; ;) {
    const from = after === undefined ? {} : { after_id: after };
    const page = await steadily(
      async () => await client.messages.batches.list({ limit: 100, ...from }),
    );
    yield* page.data.map(toState);
    if (!page.has_more || page.last_id === null) return;
    after = page.last_id;
  }
}

function toState(batch: Anthropic.Messages.MessageBatch): BatchState {
  const counts = Object.values(batch.request_counts);
  return {
    id: batch.id,
    createdAtMs: Date.parse(batch.created_at),
    ended: batch.processing_status === "ended",
    requestCount: counts.reduce<number>((sum, count) => sum + Number(count), 0),
  };
}

/** Streams a batch's results; a stream that breaks is begun again, so that results may come twice. */
async function* streamResults(
  client: Anthropic,
  id: string,
  options: AnthropicBatchesOptions & {
    readonly signal: AbortSignal | undefined;
    readonly explained: <Result>(
      call: () => Promise<Result>,
      signal?: AbortSignal,
    ) => Promise<Result>;
  },
): AsyncGenerator<BatchResult> {
  const { maxRetries, firstWaitMs, signal, explained } = options;
  for (let tries = 0; ; tries += 1) {
    try {
      const stream = await explained(
        () => client.messages.batches.results(id, {}, withSignal(signal)),
        signal,
      );
      for await (const line of stream) yield toBatchResult(line, options.model);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      // Besides what may pass, lines that were cut and streams that ended are worth another try.
      const mayPass = error instanceof RetryLater || !("code" in (error as Error));
      if (tries >= maxRetries || !(mayPass || error instanceof SyntaxError))
        throw error instanceof RetryLater ? error.failure : error;
      await sleep(firstWaitMs * 2 ** tries, undefined, withSignal(signal));
    }
  }
}
