import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_TIMER_MS = 2_147_483_647;
/** Clocks that differ by less than this are taken as equal: `date` knows whole seconds only. */
const CLOCK_TOLERANCE_MS = 5000;
const RESETS: readonly (readonly [remaining: string, reset: string])[] = [
  ...["requests", "tokens", "input-tokens", "output-tokens"].map(
    (what) =>
      [`anthropic-ratelimit-${what}-remaining`, `anthropic-ratelimit-${what}-reset`] as const,
  ),
  ...["requests", "tokens"].map(
    (what) => [`x-ratelimit-remaining-${what}`, `x-ratelimit-reset-${what}`] as const,
  ),
];

/**
 * Holds all requests to a provider back while it grants none: after `retry-after` (seconds or a
 * date) and when the rate-limit headers say that nothing remains until a reset.
 */
export class RateGate {
  #openAtMs = 0;

  /** Waits until requests are granted again. */
  async wait(signal?: AbortSignal | null): Promise<void> {
    signal?.throwIfAborted();
    for (let ms = this.#openAtMs - Date.now(); ms > 0; ms = this.#openAtMs - Date.now())
      await sleep(Math.min(ms, LONGEST_TIMER_MS), undefined, signal ? { signal } : {});
  }

  /**
   * Reads an answer's headers.
   *
   * @returns Whether they ask to wait.
   */
  learn(response: { readonly ok: boolean; readonly headers: Headers }): boolean {
    const { headers, ok } = response;
    const now = Date.now();
    const openAt = Math.max(ok ? 0 : now + retryAfterMs(headers, now), resetAtMs(headers, now));
    this.#openAtMs = Math.max(this.#openAtMs, openAt);
    return openAt > now;
  }
}

function retryAfterMs(headers: Headers, now: number): number {
  const milliseconds = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (milliseconds > 0) return milliseconds;
  const after = headers.get("retry-after") ?? "";
  const seconds = Number(after);
  const wait = Number.isNaN(seconds)
    ? Date.parse(after) - now - clockLead(headers, now)
    : seconds * 1000;
  return wait > 0 ? wait : 0;
}

function resetAtMs(headers: Headers, now: number): number {
  const resets = RESETS.filter(([remaining]) => headers.get(remaining)?.trim() === "0");
  const times = resets.map(([, reset]) => momentMs(headers.get(reset) ?? "", headers, now));
  return Math.max(0, ...times.filter((time) => Number.isFinite(time)));
}

/** A date, or a span such as "6m0s" or "20ms". */
function momentMs(text: string, headers: Headers, now: number): number {
  const spans = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gu)];
  if (spans.map(([span]) => span).join("") !== text || text === "")
    return Date.parse(text) - clockLead(headers, now);
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
  return spans.reduce((sum, [, n, name]) => sum + Number(n) * unit[name as keyof typeof unit], now);
}

/** By how much the server's clock is ahead of ours. */
function clockLead(headers: Headers, now: number): number {
  const lead = Date.parse(headers.get("date") ?? "") - now;
  return Math.abs(lead) > CLOCK_TOLERANCE_MS ? lead : 0;
}
