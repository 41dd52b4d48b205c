import { parseWrittenQueries } from "../answers/parse-written-queries.ts";
import type { ProviderAnswer, TokenUsage, WrittenQuery } from "../providers/query-provider.ts";

/** One stored answer: a line of `generation.jsonl`, which recorded answers can be read from. */
export interface AnswerRecord {
  /** The product that was asked about. */
  readonly product_id: string;
  /** The answer as the model wrote it; left out where it came as a list. */
  readonly answer?: string;
  /** The answer as a list; left out where it came as a text. */
  readonly queries?: readonly WrittenQuery[];
  /** What was asked for. @default new queries */
  readonly task?: "paraphrase";
  /** Who answered. */
  readonly provider: string;
  /** Model that answered. */
  readonly model: string;
  /** Version of the prompt. */
  readonly prompt_version: number;
  /** Hash of everything the answer depends on; an answer to another request is not reused. */
  readonly request: string;
  /** What was asked for besides: queries of each style, longest answer, examples shown. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Where products were asked about together: which answer, and whose share of it this is. */
  readonly pack?: { readonly id: string; readonly index: number; readonly size: number };
  /** Names the answer where it can be read again: its question's id in a batch. */
  readonly answer_id?: string;
  /** The answer has nothing to use for this product: it is kept for the bill, and asked again. */
  readonly unusable?: true;
  /** Why the model stopped. */
  readonly stop_reason?: string;
  /** What it cost, or this product's share of that. */
  readonly usage?: TokenUsage;
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
