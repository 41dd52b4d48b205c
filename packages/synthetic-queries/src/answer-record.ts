import { createHash } from "node:crypto";
import { parseWrittenQueries } from "./parse-written-queries.ts";
import type {
  ProviderAnswer,
  QueryProvider,
  TokenUsage,
  WriteQueriesRequest,
  WrittenQuery,
} from "./query-provider.ts";

/** One stored answer: a line of `generation.jsonl`, which recorded answers can be read from. */
export interface AnswerRecord {
  /** The product that was asked about. */
  readonly product_id: string;
  /** The answer as the model wrote it; left out where it came as a list. */
  readonly answer?: string;
  /** The answer as a list; left out where it came as a text. */
  readonly queries?: readonly WrittenQuery[];
  /** Who answered. */
  readonly provider: string;
  /** Model that answered. */
  readonly model: string;
  /** Version of the prompt. */
  readonly prompt_version: number;
  /** Hash of everything the answer depends on; an answer to another request is not reused. */
  readonly request: string;
  /** Why the model stopped. */
  readonly stop_reason?: string;
  /** What it cost. */
  readonly usage?: TokenUsage;
}

/** Hash of everything that an answer depends on. */
export function requestHash(
  provider: QueryProvider,
  { product, prompt, maxTokens }: WriteQueriesRequest,
): string {
  const parts = [provider.name, provider.model, provider.fingerprint ?? "", product.id];
  const all = JSON.stringify([...parts, prompt.system, prompt.user, maxTokens]);
  return createHash("sha256").update(all).digest("hex").slice(0, 16);
}

/** An answer with what it answers, as it is stored. */
export function recordAnswer(
  answer: ProviderAnswer,
  asked: Pick<AnswerRecord, "product_id" | "provider" | "model" | "prompt_version" | "request">,
): AnswerRecord {
  return {
    product_id: asked.product_id,
    ...(typeof answer.text === "string" ? { answer: answer.text } : { queries: answer.text }),
    provider: asked.provider,
    model: asked.model,
    prompt_version: asked.prompt_version,
    request: asked.request,
    ...(answer.stopReason === undefined ? {} : { stop_reason: answer.stopReason }),
    ...(answer.usage === undefined ? {} : { usage: answer.usage }),
  };
}

/** The answer that a record holds. */
export function answerOfRecord(record: AnswerRecord): ProviderAnswer {
  return {
    text: record.queries ?? record.answer ?? "",
    ...(record.usage === undefined ? {} : { usage: record.usage }),
    ...(record.stop_reason === undefined ? {} : { stopReason: record.stop_reason }),
  };
}

/** Turns a stored line into a record, or throws what is wrong with it. */
export function parseAnswerRecord(value: unknown): AnswerRecord {
  const record = value as Partial<AnswerRecord> | null;
  const { product_id, request, answer, queries } = record ?? {};
  if (typeof product_id !== "string" || typeof request !== "string")
    throw new Error('expected an answer with "product_id" and "request".');
  if (typeof answer !== "string") parseWrittenQueries(queries);
  return record as AnswerRecord;
}
