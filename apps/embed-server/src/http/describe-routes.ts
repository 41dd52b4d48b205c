import type { FastifyInstance } from "fastify";
import type { DescribedRoute } from "../server-context.ts";
import type { JsonSchema } from "./json-schema.ts";
import { isOpen } from "./require-api-key.ts";

/** A list that every route which says something of itself enters when it is added. */
export function describeRoutes(app: FastifyInstance): readonly DescribedRoute[] {
  const routes: DescribedRoute[] = [];
  app.addHook("onRoute", ({ method, url, schema, config }) => {
    const facts = config?.facts;
    if (facts === undefined || method === "HEAD") return;
    const body = schema?.body as JsonSchema | undefined;
    routes.push({ method: String(method), url, body, facts, open: isOpen(url) });
  });
  return routes;
}
