import { Ollama, type ChatResponse } from "ollama";
import { BrokenAnswer } from "../requests/broken-answer.ts";
import { RateGate } from "../requests/rate-gate.ts";
import { RetryLater } from "../requests/retry-later.ts";
import { steadyFetch } from "../requests/steady-fetch.ts";
import { tryAgain } from "../requests/try-again.ts";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";
import { explainStatus } from "./explain-status.ts";
import type { ProviderAnswer, QueryProvider, WriteQueriesRequest } from "./query-provider.ts";

/** How a model of Ollama is asked. */
export interface OllamaProviderOptions {
  /** Model, for example "llama3.2". */
  readonly model: string;
  /** Where Ollama listens. @default "http://127.0.0.1:11434" */
  readonly baseUrl?: string;
  /** How often a request is tried again; see the Anthropic provider. @default 3 */
  readonly maxRetries?: number;
  /** Wait before trying again the first time; doubled each time up to 8 s. @default 500 */
  readonly firstWaitMs?: number;
  /** Time for one answer; loading a model takes part of the first one. @default 300_000 */
  readonly timeoutMs?: number;
}

/**
 * A model on the own machine by Ollama, thinking off, always the same answer to the same question
 * (temperature 0, seed 42). It costs nothing.
 *
 * @example
 * const provider = createOllamaProvider({ model: "llama3.2" });
 */
export function createOllamaProvider(options: OllamaProviderOptions): QueryProvider {
  const { model, maxRetries = 3, firstWaitMs = 500, timeoutMs = 300_000 } = options;
  const baseUrl = options.baseUrl ?? "http://127.0.0.1:11434";
  const once = async (request: WriteQueriesRequest): Promise<ProviderAnswer> => {
    try {
      const fetch = ollamaFetch(timeoutMs, request.signal);
      return toAnswer(await new Ollama({ host: baseUrl, fetch }).chat(toChat(model, request)));
    } catch (error) {
      request.signal?.throwIfAborted();
      throw explain(error, { model, baseUrl });
    }
  };
  return {
    name: "ollama",
    model,
    free: true,
    attempts: { once, maxRetries, firstWaitMs },
    writeQueries: (request) =>
      tryAgain(() => once(request), { maxRetries, firstWaitMs, signal: request.signal }),
  };
}

function toChat(model: string, { prompt, maxTokens, schema }: WriteQueriesRequest) {
  return {
    model,
    stream: false as const,
    messages: [
      { role: "system", content: prompt.system },
      { role: "user", content: prompt.user },
    ],
    options: { num_predict: maxTokens, temperature: 0, seed: 42 },
    ...(schema === undefined ? {} : { format: schema }),
  };
}

function ollamaFetch(timeoutMs: number, signal: AbortSignal | undefined): typeof fetch {
  const steady = steadyFetch({
    gate: new RateGate(),
    isAnswer: (body) => typeof (body as Partial<ChatResponse> | null)?.message === "object",
    timeoutMs,
  });
  return (input, init) => steady(input, signal === undefined ? init : { ...init, signal });
}

function toAnswer(response: ChatResponse): ProviderAnswer {
  return {
    text: response.message.content,
    stopReason: response.done_reason === "length" ? "max_tokens" : "end_turn",
    usage: {
      inputTokens: response.prompt_eval_count ?? 0,
      outputTokens: response.eval_count ?? 0,
    },
  };
}

function explain(
  error: unknown,
  { model, baseUrl }: { readonly model: string; readonly baseUrl: string },
): unknown {
  if (!(error instanceof Error)) return error;
  const broken = BrokenAnswer.within(error);
  if (broken !== undefined) {
    const message = `Expected a whole answer of ${model}, got ${broken.message}, every time.`;
    const hint = `Does Ollama listen at ${baseUrl}?`;
    return new RetryLater(
      new SyntheticQueriesError("INVALID_ANSWER", message, { hint, cause: error }),
    );
  }
  const { status_code: status } = error as { readonly status_code?: number };
  if (status === 404)
    return new SyntheticQueriesError(
      "UNKNOWN_MODEL",
      `Expected Ollama at ${baseUrl} to have the model ${model}, got: ${error.message.slice(0, 200)}`,
      { hint: `Get it: ollama pull ${model}`, details: { model }, cause: error },
    );
  if (status !== undefined)
    return explainStatus(status, {
      ...{ model, baseUrl, said: error.message.slice(0, 200), granted: false, cause: error },
    });
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  const refused = /ECONNREFUSED|ENOTFOUND/u.test(
    `${reason} ${String((error.cause as { code?: string } | undefined)?.code)}`,
  );
  const failure = new SyntheticQueriesError(
    refused ? "PROVIDER_NOT_RUNNING" : "PROVIDER_UNAVAILABLE",
    `Expected Ollama at ${baseUrl}, got ${reason}.`,
    {
      hint: `Start it: ollama serve; then: ollama pull ${model}`,
      details: { model },
      cause: error,
    },
  );
  return refused ? failure : new RetryLater(failure);
}
