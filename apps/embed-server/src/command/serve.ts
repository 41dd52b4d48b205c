import type { Embedder } from "@searchfit/onnx-embedder";
import type { FastifyInstance } from "fastify";
import { createServer } from "../create-server.ts";
import type { ServeFlags } from "./flags.ts";
import { listen } from "./listen.ts";
import { loadModel } from "./load-model.ts";
import type { OpenedSearch } from "./open-search.ts";
import { readEnvironment } from "./read-environment.ts";
import { readSettings, type ServeSettings } from "./read-settings.ts";
import { stopSignals } from "./stop-signals.ts";

/** Serves until a signal comes; resolves with the exit code when all that was accepted is answered. */
export async function serve(flags: ServeFlags): Promise<number> {
  const settings = readSettings(flags, readEnvironment());
  const signals = stopSignals();
  const embedder = await loadModel(settings);
  const corpus = await openCorpus(settings, embedder.model.dimensions);
  const server = buildServer(settings, embedder, corpus);
  try {
    const url = await listen(server, settings);
    signals.ready();
    announce(url, settings, { embedder, json: flags.json === true });
    warn(server, settings, corpus);
    return await signals.stopped;
  } finally {
    await server.close();
    await embedder.close();
    await corpus?.close();
  }
}

async function openCorpus(
  settings: ServeSettings,
  dimensions: number,
): Promise<OpenedSearch | undefined> {
  const { database } = settings;
  if (database === undefined) return undefined;
  // Loaded only where it is needed: the drivers take longer to load than a small model.
  const { openSearch } = await import("./open-search.ts");
  return openSearch({ ...settings, database }, dimensions);
}

function buildServer(
  { model, apiKey, limits, logLevel }: ServeSettings,
  embedder: Embedder,
  corpus: OpenedSearch | undefined,
): FastifyInstance {
  return createServer({
    embedder,
    modelId: model,
    limits,
    log: { level: logLevel, write: (line) => process.stderr.write(line) },
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(corpus === undefined ? {} : { search: corpus.search }),
  });
}

function announce(
  url: string,
  settings: ServeSettings,
  { embedder, json }: { readonly embedder: Embedder; readonly json: boolean },
): void {
  const { dimensions, precision, fingerprint } = embedder.model;
  const { model } = settings;
  const search = settings.database === undefined ? "not configured" : settings.database.kind;
  const line = json
    ? JSON.stringify({ url, model, fingerprint, dimensions, precision, search })
    : `Serving ${model} (${dimensions} dimensions, ${precision}) at ${url}; search: ${search}.`;
  process.stdout.write(`${line}\n`);
}

function warn(
  server: FastifyInstance,
  { host, apiKey }: ServeSettings,
  corpus: OpenedSearch | undefined,
): void {
  if (corpus?.problem !== undefined) {
    server.log.warn(`search is not possible as the table is now: ${corpus.problem}`);
  }
  if (apiKey === undefined && !/^(localhost|127\..*|::1)$/u.test(host)) {
    server.log.warn(
      `listening on ${host} without an API key: whoever reaches it can use it (set EMBED_SERVER_API_KEY)`,
    );
  }
}
