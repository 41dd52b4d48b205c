import type Anthropic from "@anthropic-ai/sdk";
import { toAnswer } from "../providers/anthropic-message.ts";
import {
  SyntheticQueriesError,
  type SyntheticQueriesErrorCode,
} from "../synthetic-queries-error.ts";
import type { BatchOutcome, BatchResult } from "./query-batches.ts";

/** Errors that asking again does not help against. */
const FINAL = new Map<string, SyntheticQueriesErrorCode>([
  ["invalid_request_error", "INVALID_REQUEST"],
  ["request_too_large", "INVALID_REQUEST"],
  ["authentication_error", "AUTHENTICATION_FAILED"],
  ["permission_error", "PERMISSION_DENIED"],
  ["billing_error", "PAYMENT_REQUIRED"],
  ["not_found_error", "UNKNOWN_MODEL"],
]);

/** A line of the API's results as ours. */
export function toBatchResult(
  { custom_id: customId, result }: Anthropic.Messages.MessageBatchIndividualResponse,
  model: string,
): BatchResult {
  return { customId, outcome: toOutcome(result, model) };
}

function toOutcome(
  result: Anthropic.Messages.MessageBatchIndividualResponse["result"],
  model: string,
): BatchOutcome {
  if (result.type === "succeeded") {
    const { usage, ...answer } = toAnswer(result.message);
    return {
      type: "answered",
      answer: { ...answer, ...(usage && { usage: { ...usage, batch: true } }) },
    };
  }
  if (result.type !== "errored")
    return { type: "again", reason: `the batch's request ${result.type}` };
  const { type, message } = result.error.error;
  const code = FINAL.get(type);
  if (code === undefined) return { type: "again", reason: `${type}: ${message.slice(0, 200)}` };
  const said = `Expected ${model} to answer a request of a batch, got ${type}: ${message.slice(0, 200)}`;
  const hint = "Look at model and account; what was answered is kept.";
  return { type: "failed", error: new SyntheticQueriesError(code, said, { hint }) };
}
