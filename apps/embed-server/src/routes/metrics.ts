import type { FastifyInstance } from "fastify";
import { addGetRoute } from "../http/api-route.ts";
import type { ServerContext } from "../server-context.ts";

/** `GET /metrics`, in Prometheus' text format. */
export function addMetricsRoute(app: FastifyInstance, { metrics }: ServerContext): void {
  addGetRoute(app, {
    url: "/metrics",
    summary: "Requests, queue and models, in Prometheus' text format.",
    answer: { type: "string" },
    contentType: "text/plain",
    handle: async (_request, reply) => {
      reply.type(metrics.contentType);
      return metrics.metrics();
    },
  });
}
