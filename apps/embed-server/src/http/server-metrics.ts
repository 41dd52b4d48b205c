import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { ServedModels } from "../models/served-models.ts";

/** What is measured. */
export interface ServerMetricsOptions {
  /** The models, whose queues are measured. */
  readonly models: ServedModels;
  /** Whether memory, CPU time and event loop of the process are measured, too. */
  readonly ofProcess: boolean;
}

/** Seconds between which requests are counted: 1 ms to 10 s. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts every request by route and status, and what the models have done and have to do. */
export function measureServer(app: FastifyInstance, options: ServerMetricsOptions): Registry {
  const registry = new Registry();
  const registers = [registry];
  if (options.ofProcess) collectDefaultMetrics({ register: registry });
  const labelNames = ["method", "route", "status"] as const;
  const requests = new Counter({
    name: "embed_server_requests_total",
    help: "Requests that were answered.",
    labelNames,
    registers,
  });
  const durations = new Histogram({
    name: "embed_server_request_duration_seconds",
    help: "Time from the arrival of a request to its answer.",
    labelNames: ["route"] as const,
    buckets,
    registers,
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    requests.inc({ method: request.method, route, status: String(reply.statusCode) });
    durations.observe({ route }, reply.elapsedTime / 1000);
  });
  measureModels(registers, options.models);
  return registry;
}

function measureModels(registers: Registry[], models: ServedModels): void {
  const labelNames = ["model"] as const;
  // First, because metrics are collected in the order in which they are made.
  new Gauge({
    name: "embed_server_model_held",
    help: "1 for each model in memory; active is whether it answers.",
    labelNames: ["model", "fingerprint", "active"] as const,
    registers,
    collect() {
      for (const gauge of [this, texts, batches, done]) gauge.reset();
      for (const [index, { id: model, encoder }] of models.held().entries()) {
        const load = encoder.load();
        const { fingerprint } = encoder.embedder.model;
        this.set({ model, fingerprint, active: String(index === 0) }, 1);
        texts.set({ model, state: "waiting" }, load.waiting);
        texts.set({ model, state: "running" }, load.running);
        batches.set({ model }, load.batchesDone);
        done.set({ model }, load.textsDone);
      }
    },
  });
  const texts = new Gauge({
    name: "embed_server_texts",
    help: "Texts that wait for a model or are being embedded.",
    labelNames: ["model", "state"] as const,
    registers,
  });
  const batches = new Gauge({
    name: "embed_server_model_batches",
    help: "Batches that a model has embedded since it was loaded.",
    labelNames,
    registers,
  });
  const done = new Gauge({
    name: "embed_server_model_texts",
    help: "Texts that a model has embedded since it was loaded.",
    labelNames,
    registers,
  });
}
