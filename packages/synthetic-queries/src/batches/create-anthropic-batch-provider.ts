import { createAnthropicClient } from "../providers/create-anthropic-client.ts";
import {
  anthropicProvider,
  type AnthropicProviderOptions,
} from "../providers/create-anthropic-provider.ts";
import type { QueryProvider } from "../providers/query-provider.ts";
import { anthropicBatches } from "./anthropic-batches.ts";
import type { QueryBatches } from "./query-batches.ts";

/** How Claude is asked in batches. */
export interface AnthropicBatchProviderOptions extends AnthropicProviderOptions {
  /** Time between two looks at a batch. @default 30_000 */
  readonly pollMs?: number;
  /** For how long a batch whose id was lost may still appear in the list. @default 60_000 */
  readonly graceMs?: number;
  /** Questions in one batch at most; an integer from 1 to 100,000. @default 100_000 */
  readonly maxRequests?: number;
  /** Bytes of one batch at most. @default 250_000_000, a little below the API's 256 MB */
  readonly maxBytes?: number;
}

/**
 * Claude by the Message Batches API: half the price, answers within 24 hours. Answers count for
 * {@link createAnthropicProvider} too, and the other way round.
 *
 * @throws {SyntheticQueriesError} `AUTHENTICATION_FAILED` when the key is blank or cannot be one.
 * @throws {RangeError} When `maxRequests` or `maxBytes` makes no sense.
 * @example
 * const provider = createAnthropicBatchProvider({ apiKey, model: "claude-haiku-5-5" });
 * await generateQueries({ products, provider, answersFile: "generation.jsonl", prompt: { productsPerRequest: 10 } });
 */
export function createAnthropicBatchProvider(
  options: AnthropicBatchProviderOptions,
): QueryProvider & { readonly batches: QueryBatches } {
  const { maxRequests = 100_000, maxBytes = 250_000_000 } = options;
  if (!Number.isInteger(maxRequests) || maxRequests < 1 || maxRequests > 100_000)
    throw new RangeError(`Expected maxRequests from 1 to 100,000, got ${maxRequests}.`);
  if (!(maxBytes > 0 && maxBytes <= 256_000_000))
    throw new RangeError(`Expected maxBytes above 0 and up to 256,000,000, got ${maxBytes}.`);
  const client = createAnthropicClient(options);
  const provider = anthropicProvider(client, options);
  const { pollMs = 30_000, graceMs = 60_000, firstWaitMs = 500, maxRetries = 3 } = options;
  const batches = anthropicBatches(client, {
    model: provider.model,
    baseUrl: options.baseUrl ?? "https://api.anthropic.com",
    ...{ maxRetries, firstWaitMs, pollMs, graceMs, maxRequests, maxBytes },
  });
  return { ...provider, batches };
}
