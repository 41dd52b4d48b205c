import type { Embedder } from "@searchfit/onnx-embedder";
import { fastify, LogController, type FastifyInstance } from "fastify";
import { answerFailures } from "./http/answer-failures.ts";
import { closeConnections } from "./http/close-connections.ts";
import { logRequests } from "./http/log-requests.ts";
import { requestId } from "./http/request-ids.ts";
import { requireApiKey } from "./http/require-api-key.ts";
import { addEmbedRoute } from "./routes/embed.ts";
import { addOpenAiEmbeddingsRoute } from "./routes/openai-embeddings.ts";
import { addOpenAiModelsRoute } from "./routes/openai-models.ts";
import { addSearchRoutes } from "./routes/search.ts";
import { addServiceRoutes } from "./routes/service.ts";
import type { SearchProducts } from "./search-products.ts";
import type { ServerContext, ServerLimits } from "./server-context.ts";

/** Where log lines go. */
export interface ServerLog {
  /** The least important lines that are written. @default "info" */
  readonly level?: LogLevel;
  /** Takes one JSON line with its line feed. */
  readonly write: (line: string) => void;
}

/** How important a log line is, from most to least; `silent` writes none. */
export type LogLevel = "silent" | "error" | "warn" | "info" | "debug";

/** What the server serves. */
export interface CreateServerOptions {
  /** A loaded model; the caller closes it after the server. */
  readonly embedder: Embedder;
  /** What answers call the model. @default the model's folder */
  readonly modelId?: string;
  /** Finds products, see `createCorpusSearch`. @default search answers 503 */
  readonly search?: SearchProducts;
  /** Key that requests must send, all but `GET /health`. @default none is asked for */
  readonly apiKey?: string;
  /** What a request may ask for at most. */
  readonly limits?: Partial<ServerLimits>;
  /** Where log lines go; texts and keys are never in them. @default nothing is logged */
  readonly log?: ServerLog;
}

const defaultLimits: ServerLimits = { maxBodyBytes: 4 * 1024 * 1024, maxTexts: 2048, maxTopK: 100 };

/** A request that takes longer to arrive is given up, so that slow senders do not hold the server. */
const requestTimeoutMs = 60_000;

/**
 * An HTTP server that embeds texts and, given a search, finds products.
 *
 * Routes: `POST /embed`, `POST /v1/embeddings`, `GET /v1/models`, `POST /api/search`,
 * `POST /search/records`, `GET /health`, `GET /api/info`. After `close()` is called, requests that
 * have arrived are still answered; it resolves when the last one is.
 *
 * @param options Model, search, key, limits.
 * @returns A Fastify server that does not listen yet.
 * @throws {RangeError} When `apiKey` is empty.
 * @example
 * const embedder = await createEmbedder({ folder: "experiments/default/model" });
 * const server = createServer({ embedder });
 * await server.listen({ port: 8001 });
 */
export function createServer(options: CreateServerOptions): FastifyInstance {
  const { embedder, modelId = embedder.model.path, search, apiKey, log } = options;
  if (apiKey === "") throw new RangeError("Expected apiKey to be left out or not empty.");
  const limits = { ...defaultLimits, ...options.limits };
  const createdSeconds = Math.floor(Date.now() / 1000);
  const context: ServerContext = { embedder, modelId, search, limits, createdSeconds };
  const app = fastify({
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    return503OnClosing: false,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: "request_id",
    }),
    genReqId: requestId,
    logger:
      log === undefined ? false : { level: log.level ?? "info", stream: { write: log.write } },
  });
  app.removeContentTypeParser("text/plain");
  answerFailures(app);
  logRequests(app);
  closeConnections(app);
  if (apiKey !== undefined) requireApiKey(app, apiKey);
  for (const addRoutes of [
    addEmbedRoute,
    addOpenAiEmbeddingsRoute,
    addOpenAiModelsRoute,
    addSearchRoutes,
    addServiceRoutes,
  ]) {
    addRoutes(app, context);
  }
  return app;
}
