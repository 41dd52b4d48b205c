import Anthropic from "@anthropic-ai/sdk";
import { RateGate } from "../requests/rate-gate.ts";
import { steadyFetch } from "../requests/steady-fetch.ts";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";
import type { AnthropicProviderOptions } from "./create-anthropic-provider.ts";

const NO_LIMIT_MS = 2_147_483_647;
const ANSWERS: ReadonlySet<unknown> = new Set(["message", "message_batch"]);

/** The official SDK with its retries and time limits replaced by ours. */
export function createAnthropicClient(options: AnthropicProviderOptions): Anthropic {
  return new Anthropic({
    apiKey: checkedKey(options.apiKey),
    baseURL: options.baseUrl ?? "https://api.anthropic.com",
    maxRetries: 0,
    timeout: NO_LIMIT_MS,
    logLevel: "off",
    openTelemetry: false,
    fetch: steadyFetch({
      gate: new RateGate(),
      isAnswer,
      timeoutMs: options.timeoutMs ?? 60_000,
    }),
  });
}

function isAnswer(body: unknown): boolean {
  const { type, content, data, input_tokens } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (type === "message") return Array.isArray(content);
  return ANSWERS.has(type) || Array.isArray(data) || typeof input_tokens === "number";
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
