import type { FastifyInstance, FastifyRequest } from "fastify";
import { failureOf, type Failure } from "./failure.ts";

/** Answers every error: in OpenAI's envelope under /v1, in the house's shape elsewhere. */
export function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error);
    if (failure.status >= 500) request.log.error({ ...causeOf(error) }, "request failed");
    if (failure.status === 401) reply.header("www-authenticate", "Bearer");
    const { retryAfterSeconds } = failure;
    if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
    const body = request.url.startsWith("/v1/") ? openAiBody(failure) : ownBody(failure, request);
    return reply.status(failure.status).send(body);
  });
}

/** `detail` repeats the message for clients of FastAPI services, which read it there. */
function ownBody(failure: Failure, request: FastifyRequest): object {
  const { code, message, hint, field } = failure;
  return { detail: message, error: { code, message, hint, field }, request_id: request.id };
}

function openAiBody({ status, code, message, hint, field }: Failure): object {
  const busy = status === 429;
  const type = busy ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
  const text = hint === undefined ? message : `${message} ${hint}`;
  return {
    error: {
      message: text,
      type,
      param: field ?? null,
      code: openAiCode(status, code),
    },
  };
}

/** OpenAI's own words, where clients look for them. */
function openAiCode(status: number, code: string): string {
  if (status === 401) return "invalid_api_key";
  return status === 429 ? "rate_limit_exceeded" : code.toLowerCase();
}

/** What the log keeps of an error: no SQL parameters, which hold vectors and texts. */
function causeOf(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, message, stack } = error;
  const code = "code" in error ? error.code : undefined;
  return name === "PgCorpusError"
    ? { error: { name, code, message } }
    : { error: { name, code, stack } };
}
