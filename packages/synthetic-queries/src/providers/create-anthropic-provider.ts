import type Anthropic from "@anthropic-ai/sdk";
import { tryAgain } from "../requests/try-again.ts";
import { explainAnthropicError } from "./anthropic-error.ts";
import { toAnswer, toMessageParams } from "./anthropic-message.ts";
import { createAnthropicClient } from "./create-anthropic-client.ts";
import type { ProviderAttempts, QueryProvider, WriteQueriesRequest } from "./query-provider.ts";

/** How Claude is asked. */
export interface AnthropicProviderOptions {
  /** Key of the API; never appears in messages or files. */
  readonly apiKey: string;
  /** Model. @default "claude-haiku-5-5" */
  readonly model?: string;
  /** Where the API is. @default "https://api.anthropic.com" */
  readonly baseUrl?: string;
  /**
   * How often a request is tried again after 408, 409, 5xx, 529, a lost connection or a broken
   * answer; after 429 too, though not counted (up to 20) when `retry-after` said when.
   * @default 3
   */
  readonly maxRetries?: number;
  /** Wait before trying again the first time; doubled each time up to 8 s. @default 500 */
  readonly firstWaitMs?: number;
  /** Time for one answer. @default 60_000 */
  readonly timeoutMs?: number;
}

/**
 * Claude, by the official SDK and the Messages API, thinking turned off. Nothing is read from
 * the environment but what the SDK itself reads for extra headers.
 *
 * @throws {SyntheticQueriesError} `AUTHENTICATION_FAILED` when the key is blank or cannot be one.
 * @example
 * const provider = createAnthropicProvider({ apiKey, model: "claude-haiku-5-5" });
 */
export function createAnthropicProvider(options: AnthropicProviderOptions): QueryProvider {
  return anthropicProvider(createAnthropicClient(options), options);
}

/** The provider on a client that is there already. */
export function anthropicProvider(
  client: Anthropic,
  options: AnthropicProviderOptions,
): QueryProvider & { readonly attempts: ProviderAttempts } {
  const { model = "claude-haiku-5-5", baseUrl = "https://api.anthropic.com" } = options;
  const { maxRetries = 3, firstWaitMs = 500 } = options;
  const call = async <Result>(request: WriteQueriesRequest, ask: () => Promise<Result>) => {
    try {
      return await ask();
    } catch (error) {
      request.signal?.throwIfAborted();
      throw explainAnthropicError(error, { model, baseUrl });
    }
  };
  const once: ProviderAttempts["once"] = (request) =>
    call(request, async () =>
      toAnswer(await client.messages.create(toMessageParams(model, request), withSignal(request))),
    );
  return {
    name: "anthropic",
    model,
    attempts: { once, maxRetries, firstWaitMs },
    writeQueries: (request) =>
      tryAgain(() => once(request), { maxRetries, firstWaitMs, signal: request.signal }),
    countTokens: (request) => {
      const { max_tokens: _, ...counted } = toMessageParams(model, request);
      const count = () =>
        call(request, async () => await client.messages.countTokens(counted, withSignal(request)));
      const retries = { maxRetries, firstWaitMs, signal: request.signal };
      return tryAgain(count, retries).then(({ input_tokens }) => input_tokens);
    },
  };
}

function withSignal({ signal }: WriteQueriesRequest): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
