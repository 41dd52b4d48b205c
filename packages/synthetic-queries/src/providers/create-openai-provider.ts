import OpenAI, { APIConnectionError, APIError } from "openai";
import { BrokenAnswer } from "../requests/broken-answer.ts";
import { mayHaveArrived } from "../requests/may-have-arrived.ts";
import { RateGate } from "../requests/rate-gate.ts";
import { RetryLater } from "../requests/retry-later.ts";
import { steadyFetch } from "../requests/steady-fetch.ts";
import { tryAgain } from "../requests/try-again.ts";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";
import { explainStatus } from "./explain-status.ts";
import type { ProviderAnswer, QueryProvider, WriteQueriesRequest } from "./query-provider.ts";

/** How a server that speaks the chat completions API is asked. */
export interface OpenAiProviderOptions {
  /** Model. */
  readonly model: string;
  /** Where the API is, version included. @default "https://api.openai.com/v1" */
  readonly baseUrl?: string;
  /** Key of the API; local servers mostly want none. @default "none" */
  readonly apiKey?: string;
  /** The server can keep to a JSON schema; set to false for one that refuses it. @default true */
  readonly structured?: boolean;
  /** How often a request is tried again; see the Anthropic provider. @default 3 */
  readonly maxRetries?: number;
  /** Wait before trying again the first time; doubled each time up to 8 s. @default 500 */
  readonly firstWaitMs?: number;
  /** Time for one answer; local models are slow. @default 120_000 */
  readonly timeoutMs?: number;
}

/**
 * Any server that speaks the chat completions API (OpenAI, vLLM, llama.cpp, LM Studio …), by the
 * official SDK.
 *
 * @example
 * const provider = createOpenAiProvider({ baseUrl: "http://localhost:8000/v1", model: "my-model" });
 */
export function createOpenAiProvider(options: OpenAiProviderOptions): QueryProvider {
  const { model, maxRetries = 3, firstWaitMs = 500, structured = true } = options;
  const client = openAiClient(options);
  const once = async (request: WriteQueriesRequest): Promise<ProviderAnswer> => {
    const { signal } = request;
    try {
      const body = toBody(model, request, structured);
      return toAnswer(await client.chat.completions.create(body, signal ? { signal } : {}));
    } catch (error) {
      signal?.throwIfAborted();
      throw explain(error, { model, baseUrl: client.baseURL });
    }
  };
  return {
    name: "openai",
    model,
    fingerprint: options.baseUrl ?? "",
    attempts: { once, maxRetries, firstWaitMs },
    writeQueries: (request) =>
      tryAgain(() => once(request), { maxRetries, firstWaitMs, signal: request.signal }),
  };
}

function openAiClient(options: OpenAiProviderOptions): OpenAI {
  return new OpenAI({
    apiKey: options.apiKey ?? "none",
    baseURL: options.baseUrl ?? "https://api.openai.com/v1",
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: 2_147_483_647,
    logLevel: "off",
    fetch: steadyFetch({
      gate: new RateGate(),
      isAnswer: (body) => Array.isArray((body as { readonly choices?: unknown } | null)?.choices),
      timeoutMs: options.timeoutMs ?? 120_000,
    }),
  });
}

function toBody(
  model: string,
  { prompt, maxTokens, schema }: WriteQueriesRequest,
  structured: boolean,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const format =
    schema === undefined || !structured
      ? {}
      : {
          response_format: {
            type: "json_schema" as const,
            json_schema: { name: "queries", strict: true, schema: { ...schema } },
          },
        };
  return {
    model,
    max_completion_tokens: maxTokens,
    messages: [
      { role: "system", content: prompt.system },
      { role: "user", content: prompt.user },
    ],
    ...format,
  };
}

const STOPS = new Map([
  ["length", "max_tokens"],
  ["content_filter", "refusal"],
  ["stop", "end_turn"],
]);

function toAnswer({ choices: [choice], usage }: OpenAI.ChatCompletion): ProviderAnswer {
  const refused = Boolean(choice?.message.refusal);
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    text: choice?.message.content ?? "",
    stopReason: refused ? "refusal" : (STOPS.get(choice?.finish_reason ?? "") ?? "end_turn"),
    ...(usage
      ? {
          usage: {
            inputTokens: usage.prompt_tokens - cached,
            outputTokens: usage.completion_tokens,
            cacheReadTokens: cached,
          },
        }
      : {}),
  };
}

function explain(
  error: unknown,
  { model, baseUrl }: { readonly model: string; readonly baseUrl: string },
): unknown {
  const broken = BrokenAnswer.within(error);
  if (broken !== undefined)
    return new RetryLater(
      new SyntheticQueriesError(
        "INVALID_ANSWER",
        `Expected a whole answer of ${model}, got ${broken.message}, every time.`,
        { hint: "Does the server speak the chat completions API?", cause: error },
      ),
      false,
      true,
    );
  if (error instanceof APIConnectionError)
    return new RetryLater(
      new SyntheticQueriesError(
        "PROVIDER_UNAVAILABLE",
        `Expected a connection to ${baseUrl}, got none.`,
        { hint: "Is the server running? Check its address.", cause: error },
      ),
      false,
      mayHaveArrived(error, true),
    );
  if (!(error instanceof APIError) || error.status === undefined) return error;
  const headers = error.headers as Headers | undefined;
  return explainStatus(Number(error.status), {
    ...{ model, baseUrl, said: error.message.slice(0, 200), cause: error },
    granted: headers?.has("retry-after") === true || headers?.has("retry-after-ms") === true,
  });
}
