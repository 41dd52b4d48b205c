import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import { explainAnthropicError } from "./anthropic-error.ts";
import type { ProviderAnswer, QueryProvider, WriteQueriesRequest } from "./query-provider.ts";
import { steadyRequests } from "./steady-requests.ts";
import { SyntheticQueriesError } from "./synthetic-queries-error.ts";

/** How Claude is asked. */
export interface AnthropicProviderOptions {
  /** Key of the API; never appears in messages or files. */
  readonly apiKey: string;
  /** Model. @default "claude-haiku-5-5" */
  readonly model?: string;
  /** Where the API is. @default "https://api.anthropic.com" */
  readonly baseUrl?: string;
  /**
   * How often a request is tried again after 408, 409, 429, 5xx, a lost connection or a broken
   * answer; with the time that `retry-after` says, else exponentially growing from 0.5 s to 8 s.
   * @default 3
   */
  readonly maxRetries?: number;
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
  const model = options.model ?? "claude-haiku-5-5";
  const baseUrl = options.baseUrl ?? "https://api.anthropic.com";
  const client = new Anthropic({
    ...clientOptions(options),
    apiKey: checkedKey(options.apiKey),
    baseURL: baseUrl,
  });
  return {
    name: "anthropic",
    model,
    async writeQueries(request) {
      try {
        return toAnswer(await ask(client, model, request));
      } catch (error) {
        request.signal?.throwIfAborted();
        throw explainAnthropicError(error, { model, baseUrl });
      }
    },
  };
}

function clientOptions(options: AnthropicProviderOptions): ClientOptions {
  return {
    maxRetries: options.maxRetries ?? 3,
    timeout: options.timeoutMs ?? 60_000,
    logLevel: "off",
    openTelemetry: false,
    middleware: [steadyRequests()],
  };
}

function ask(
  client: Anthropic,
  model: string,
  request: WriteQueriesRequest,
): Promise<Anthropic.Message> {
  const { prompt, maxTokens, signal } = request;
  return client.messages.create(
    {
      model,
      max_tokens: maxTokens,
      thinking: { type: "disabled" },
      system: prompt.system,
      messages: [{ role: "user", content: prompt.user }],
    },
    signal === undefined ? {} : { signal },
  );
}

function toAnswer(message: Anthropic.Message): ProviderAnswer {
  const { usage } = message;
  return {
    text: message.content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    usage: {
      inputTokens: usage.input_tokens + (usage.cache_creation_input_tokens ?? 0),
      outputTokens: usage.output_tokens,
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    },
    ...(message.stop_reason === null ? {} : { stopReason: message.stop_reason }),
  };
}

/** Checked here because `fetch` quotes a header that it cannot send, key and all. */
function checkedKey(apiKey: string): string {
  const key = apiKey.trim();
  if (/^[\x21-\x7E]+$/u.test(key)) return key;
  throw new SyntheticQueriesError(
    "AUTHENTICATION_FAILED",
    `Expected an API key of printable characters, got ${key === "" ? "none" : "something else"}.`,
    { hint: "Give the key of your Anthropic account." },
  );
}
