import { EmbedServerError } from "../embed-server-error.ts";

/** The 429 for a request that would wait too long. */
export function overloaded(retryAfterSeconds: number): EmbedServerError {
  return new EmbedServerError(
    "OVERLOADED",
    "Expected a free place in the queue, got none: the server is busy.",
    {
      hint: `Send it again in ${retryAfterSeconds} s, or send fewer requests at a time.`,
      details: { retryAfterSeconds },
    },
  );
}
