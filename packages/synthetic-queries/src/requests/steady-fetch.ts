import { BrokenAnswer } from "./broken-answer.ts";
import type { RateGate } from "./rate-gate.ts";

/** How requests are made steady. */
export interface SteadyFetchOptions {
  /** Shared by all requests to a provider. */
  readonly gate: RateGate;
  /** Whether a body of a good status is what was asked for. */
  readonly isAnswer: (body: unknown) => boolean;
  /** Time for one answer, body included, waiting for the gate not. */
  readonly timeoutMs: number;
}

/**
 * A `fetch` for SDKs of language models: it waits until the provider grants requests, learns from
 * the headers, and lets no cut body and no error inside a 200 pass as an answer. Bodies that are the
 * results of a batch stream through unread and without a limit of time.
 */
export function steadyFetch(options: SteadyFetchOptions): typeof fetch {
  const { gate, isAnswer, timeoutMs } = options;
  return async (input, init) => {
    await gate.wait(init?.signal);
    if (streams(input)) {
      const results = await fetch(input, init);
      gate.learn(results);
      return results;
    }
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const response = await fetch(input, { ...init, signal });
    gate.learn(response);
    if (!response.ok) return response;
    const text = await response.text().catch((cause: unknown) => {
      init?.signal?.throwIfAborted();
      throw new BrokenAnswer("an answer that was cut off", { cause });
    });
    if (!isAnswer(parseJson(text)))
      throw new BrokenAnswer(`no answer but ${text.slice(0, 200) || "nothing"}`);
    return new Response(text, { status: response.status, headers: response.headers });
  };
}

function streams(input: Parameters<typeof fetch>[0]): boolean {
  const url = input instanceof Request ? input.url : String(input);
  return /\/results(?:\?|$)/u.test(url);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
