import type { Embedder } from "@searchfit/onnx-embedder";
import { fastify, LogController, type FastifyInstance } from "fastify";
import { createEncoder } from "./encoding/create-encoder.ts";
import { answerFailures } from "./http/answer-failures.ts";
import { closeConnections } from "./http/close-connections.ts";
import { describeRoutes } from "./http/describe-routes.ts";
import { logRequests } from "./http/log-requests.ts";
import { requestId } from "./http/request-ids.ts";
import { refuseUnknownRoutes } from "./http/refuse-unknown-routes.ts";
import { requireApiKey } from "./http/require-api-key.ts";
import { measureServer } from "./http/server-metrics.ts";
import { oneModel } from "./models/one-model.ts";
import type { ServedModels } from "./models/served-models.ts";
import type { JudgmentBook } from "./page/judgment-book.ts";
import type { OtherSide } from "./page/table-sides.ts";
import { addCompareRoute } from "./routes/compare.ts";
import { addEmbedRoute } from "./routes/embed.ts";
import { addJudgmentsRoute } from "./routes/judgments.ts";
import { addPageRoutes } from "./routes/page.ts";
import { addMetricsRoute } from "./routes/metrics.ts";
import { addOpenAiEmbeddingsRoute } from "./routes/openai-embeddings.ts";
import { addOpenAiModelsRoute } from "./routes/openai-models.ts";
import { addOpenApiRoute } from "./routes/openapi.ts";
import { addRerankRoutes } from "./routes/rerank.ts";
import { addSearchRoutes } from "./routes/search.ts";
import { addServiceRoutes } from "./routes/service.ts";
import type { SearchProducts } from "./search-products.ts";
import type { Reranking, ServerContext, ServerLimits } from "./server-context.ts";

/** Where log lines go. */
export interface ServerLog {
  /** The least important lines that are written. @default "info" */
  readonly level?: LogLevel;
  /** Takes one JSON line with its line feed. */
  readonly write: (line: string) => void;
}

/** How important a log line is, from most to least; `silent` writes none. */
export type LogLevel = "silent" | "error" | "warn" | "info" | "debug";

/** What the server serves: one model, or those that a follower holds. */
export type CreateServerOptions = ServerOptions & (OneModelOptions | ManyModelsOptions);

/** One model. */
export interface OneModelOptions {
  /** A loaded model; the caller closes it after the server. */
  readonly embedder: Embedder;
  /** What answers call the model. @default the model's folder */
  readonly modelId?: string;
  /** Batches that the model embeds at once: the workers of a pool. @default 1 */
  readonly concurrency?: number;
  /** Tokens of a batch. @default 1024 */
  readonly batchTokens?: number;
}

/** Models of which another part decides which answers. */
export interface ManyModelsOptions {
  /** The models, see `followModels`; the caller closes them after the server. */
  readonly models: ServedModels;
  /** Whether a database decides which answers; `GET /api/info` says so. @default true */
  readonly follows?: boolean;
}

/** What does not depend on the model. */
export interface ServerOptions {
  /** Finds products, see `createCorpusSearch`. @default search answers 503 */
  readonly search?: SearchProducts;
  /** Why search cannot answer, or undefined when it can; `GET /ready` asks it. @default it can */
  readonly problem?: () => Promise<string | undefined>;
  /** Vectors beside the live ones, for the page, see `createOtherSide`. @default there are none */
  readonly otherSide?: OtherSide;
  /** Where thumbs are kept, see `openJudgments`. @default they are not */
  readonly judgments?: JudgmentBook;
  /** A cross-encoder. @default `/rerank` answers 501 */
  readonly reranking?: Reranking;
  /** Sizes besides its own that the model was trained for. @default none */
  readonly matryoshka?: readonly number[];
  /** Key that requests must send, all but `GET /health` and `GET /ready`. @default none is asked for */
  readonly apiKey?: string;
  /** What a request may ask for at most. */
  readonly limits?: Partial<ServerLimits>;
  /** Whether `GET /metrics` tells memory, CPU time and event loop, too. @default false */
  readonly processMetrics?: boolean;
  /** Where log lines go; texts and keys are never in them. @default nothing is logged */
  readonly log?: ServerLog;
}

/** Limits where none are given. */
const defaultLimits: ServerLimits = {
  maxBodyBytes: 4 * 1024 * 1024,
  maxTexts: 2048,
  maxTopK: 100,
  maxWaiting: 2048,
};

/** A request that takes longer to arrive is given up, so that slow senders do not hold the server. */
const requestTimeoutMs = 60_000;

/**
 * An HTTP server that embeds texts and, given a search, finds products.
 *
 * Texts of requests that come at the same time are embedded together. `GET /openapi.json` describes
 * the routes. After `close()` is called, requests that have arrived are still answered; it resolves
 * when the last one is.
 *
 * @param options Model, search, key, limits.
 * @returns A Fastify server that does not listen yet.
 * @throws {RangeError} When `apiKey` is empty.
 * @example
 * const embedder = await createEmbedderPool({ folder: "experiments/default/model", workers: 2 });
 * const server = createServer({ embedder, concurrency: 2 });
 * await server.listen({ port: 8001 });
 */
export function createServer(options: CreateServerOptions): FastifyInstance {
  const { apiKey } = options;
  if (apiKey === "") throw new RangeError("Expected apiKey to be left out or not empty.");
  const limits = { ...defaultLimits, ...options.limits };
  const app = bareServer(limits, options.log);
  const models = modelsOf(options, limits);
  const ofProcess = options.processMetrics ?? false;
  const context: ServerContext = {
    models,
    metrics: measureServer(app, { models, ofProcess }),
    follows: "models" in options && (options.follows ?? true),
    matryoshka: options.matryoshka ?? [],
    reranking: options.reranking,
    search: options.search,
    otherSide: options.otherSide ?? (async () => undefined),
    judgments: options.judgments,
    problem: options.problem ?? (async () => undefined),
    limits,
    createdSeconds: Math.floor(Date.now() / 1000),
    needsKey: apiKey !== undefined,
    routes: describeRoutes(app),
  };
  answerFailures(app);
  logRequests(app);
  closeConnections(app);
  if (apiKey !== undefined) requireApiKey(app, apiKey);
  refuseUnknownRoutes(app); // after the key is asked for
  for (const addRoutes of [
    addEmbedRoute,
    addOpenAiEmbeddingsRoute,
    addOpenAiModelsRoute,
    addRerankRoutes,
    addSearchRoutes,
    addCompareRoute,
    addJudgmentsRoute,
    addPageRoutes,
    addServiceRoutes,
    addMetricsRoute,
    addOpenApiRoute,
  ]) {
    addRoutes(app, context);
  }
  return app;
}

function modelsOf(options: CreateServerOptions, { maxWaiting }: ServerLimits): ServedModels {
  if ("models" in options) return options.models;
  const { embedder, modelId = embedder.model.path, concurrency = 1, batchTokens = 1024 } = options;
  const encoder = createEncoder({ embedder, concurrency, batchTokens, maxWaiting });
  return oneModel({ id: modelId, encoder });
}

function bareServer(limits: ServerLimits, log: ServerLog | undefined): FastifyInstance {
  const app = fastify({
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    return503OnClosing: false,
    // Fields that nobody asked for are not looked at, whatever their name.
    onProtoPoisoning: "remove",
    onConstructorPoisoning: "remove",
    // What came is validated as it is: "5" is no number, and nothing is filled in or taken out.
    ajv: {
      customOptions: {
        coerceTypes: false,
        useDefaults: false,
        removeAdditional: false,
        strict: false,
      },
    },
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: "request_id",
    }),
    genReqId: requestId,
    logger:
      log === undefined ? false : { level: log.level ?? "info", stream: { write: log.write } },
  });
  app.removeContentTypeParser("text/plain");
  return app;
}
