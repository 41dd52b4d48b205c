import type { TokenUsage, WriteQueriesRequest } from "../providers/query-provider.ts";

/** What a request can cost at most: no tokenizer makes more of a text, as far as product texts go. */
export function mostTokens({ prompt, maxTokens, schema }: WriteQueriesRequest): TokenUsage {
  const form = schema === undefined ? "" : JSON.stringify(schema);
  const bytes = Buffer.byteLength(prompt.system + prompt.user + form);
  return { inputTokens: Math.ceil(bytes / 2), outputTokens: maxTokens };
}
