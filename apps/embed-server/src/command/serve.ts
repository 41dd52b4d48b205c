import { createRerankerPool, type Reranker } from "@searchfit/onnx-embedder";
import type { FastifyInstance } from "fastify";
import { createServer } from "../create-server.ts";
import type { ServedModel } from "../models/served-models.ts";
import { openJudgments, type JudgmentBook } from "../page/judgment-book.ts";
import type { ServeFlags } from "./flags.ts";
import { listen } from "./listen.ts";
import { requireFolder } from "./load-model.ts";
import type { OpenedDatabase } from "./open-database.ts";
import type { OpenedExperiment } from "./open-experiment.ts";
import { openModels, type OpenedModels } from "./open-models.ts";
import { readEnvironment } from "./read-environment.ts";
import { readSettings, type ServeSettings } from "./read-settings.ts";
import { stopSignals } from "./stop-signals.ts";

/** Serves until a signal comes; resolves with the exit code when all that was accepted is answered. */
export async function serve(flags: ServeFlags): Promise<number> {
  const settings = readSettings(flags, readEnvironment());
  const signals = stopSignals();
  const opened = new AsyncDisposableStack();
  let server: FastifyInstance | undefined;
  try {
    const database = await openCorpus(settings, opened);
    const onEvent = (message: string) => server?.log.info(message);
    const models = await openModels(settings, database, onEvent);
    opened.defer(models.close);
    const reranker = await openReranker(settings, opened);
    const folder = settings.judgments;
    const judgments = folder === undefined ? undefined : await openJudgments(folder);
    const experiment = await openMemory(settings, models);
    const corpus = experiment ?? database;
    server = buildServer(settings, { models, corpus, reranker, judgments });
    opened.defer(() => server?.close());
    const url = await listen(server, settings);
    signals.ready();
    const current = await models.models.current();
    announce(url, settings, { current, json: flags.json === true });
    if (corpus?.news !== undefined) server.log.info(corpus.news);
    await warn(server, settings, { current, database });
    return await signals.stopped;
  } finally {
    await opened.disposeAsync();
  }
}

async function openMemory(
  settings: ServeSettings,
  { models }: OpenedModels,
): Promise<OpenedExperiment | undefined> {
  const { experiment } = settings;
  if (experiment === undefined) return undefined;
  const { openExperiment } = await import("./open-experiment.ts");
  const { encoder } = await models.current();
  return openExperiment(experiment, settings, encoder.embedder.model.fingerprint);
}

async function openCorpus(
  { table, ranking, lexicalWeight, database }: ServeSettings,
  opened: AsyncDisposableStack,
): Promise<OpenedDatabase | undefined> {
  if (database === undefined) return undefined;
  // Loaded only where it is needed: the drivers take longer to load than a small model.
  const { openDatabase } = await import("./open-database.ts");
  const corpus = await openDatabase({ table, ranking, lexicalWeight, database });
  opened.defer(() => corpus.database.close());
  return corpus;
}

async function openReranker(
  { reranker: folder, workers, threads }: ServeSettings,
  opened: AsyncDisposableStack,
): Promise<Reranker | undefined> {
  if (folder === undefined) return undefined;
  await requireFolder(folder);
  const reranker = await createRerankerPool({ folder, workers, threads });
  opened.defer(() => reranker.close());
  return reranker;
}

interface Parts {
  readonly models: OpenedModels;
  readonly corpus: OpenedDatabase | OpenedExperiment | undefined;
  readonly reranker: Reranker | undefined;
  readonly judgments: JudgmentBook | undefined;
}

function buildServer(settings: ServeSettings, parts: Parts): FastifyInstance {
  const { apiKey, limits, logLevel, matryoshka, workers, reranker: id = "", follow } = settings;
  const { corpus, reranker } = parts;
  return createServer({
    models: parts.models.models,
    follows: follow,
    processMetrics: true,
    matryoshka,
    limits,
    log: { level: logLevel, write: (line) => process.stderr.write(line) },
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(reranker === undefined ? {} : { reranking: { id, reranker, concurrency: workers } }),
    ...(parts.judgments === undefined ? {} : { judgments: parts.judgments }),
    ...corpus,
  });
}

function announce(
  url: string,
  settings: ServeSettings,
  { current, json }: { readonly current: ServedModel; readonly json: boolean },
): void {
  const { dimensions, precision, fingerprint } = current.encoder.embedder.model;
  const { id: model } = current;
  const memory = settings.experiment === undefined ? "not configured" : "experiment";
  const search = settings.database?.kind ?? memory;
  const line = json
    ? JSON.stringify({ url, model, fingerprint, dimensions, precision, search })
    : `Serving ${model} (${dimensions} dimensions, ${precision}) at ${url}; search: ${search}.`;
  process.stdout.write(`${line}\n`);
}

async function warn(
  server: FastifyInstance,
  { host, apiKey }: ServeSettings,
  {
    current,
    database,
  }: { readonly current: ServedModel; readonly database: OpenedDatabase | undefined },
): Promise<void> {
  const problem = await database?.misfit(current.encoder.embedder.model.dimensions);
  if (problem !== undefined) {
    server.log.warn(`search is not possible as the table is now: ${problem}`);
  }
  if (apiKey === undefined && !/^(localhost|127\..*|::1)$/u.test(host)) {
    server.log.warn(
      `listening on ${host} without an API key: whoever reaches it can use it (set EMBED_SERVER_API_KEY)`,
    );
  }
}
