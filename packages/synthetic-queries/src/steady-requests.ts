import { setTimeout as sleep } from "node:timers/promises";
import { RetryableError, type Middleware } from "@anthropic-ai/sdk";

/**
 * Middleware that makes the SDK's retries fit for many requests at once: after `retry-after` on
 * one answer no request at all goes out before that time, and a cut body or an error inside a 200
 * is retried like a lost connection.
 */
export function steadyRequests(): Middleware {
  let pausedUntil = 0;
  return async (request, next, context) => {
    for (let wait = pausedUntil - Date.now(); wait > 0; wait = pausedUntil - Date.now())
      await sleep(wait, undefined, request.signal ? { signal: request.signal } : {});
    const response = await next(request);
    if (!response.ok) {
      pausedUntil = Math.max(pausedUntil, Date.now() + retryAfterMs(response.headers));
      return response;
    }
    const body = await context.parse<unknown>(response).catch((cause: unknown) => {
      throw new RetryableError("the answer was cut off", { cause });
    });
    if (!isMessage(body)) throw new RetryableError(`no message but ${describe(body)}`);
    return response;
  };
}

/** Time to wait by the headers `retry-after-ms` and `retry-after` (seconds or a date). */
function retryAfterMs(headers: Headers): number {
  const milliseconds = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (milliseconds > 0) return milliseconds;
  const after = headers.get("retry-after") ?? "";
  const seconds = Number(after);
  const wait = Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000;
  return wait > 0 ? wait : 0;
}

function isMessage(body: unknown): boolean {
  const { type, content } = (body ?? {}) as { readonly type?: unknown; readonly content?: unknown };
  return type === "message" && Array.isArray(content);
}

function describe(body: unknown): string {
  return (typeof body === "string" ? body : (JSON.stringify(body) ?? "nothing")).slice(0, 200);
}
