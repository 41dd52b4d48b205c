import type { FastifyInstance } from "fastify";
import { addGetRoute } from "../http/api-route.ts";
import { object, type JsonSchema } from "../http/json-schema.ts";
import { packageVersion } from "../package-version.ts";
import type { DescribedRoute, ServerContext } from "../server-context.ts";

const failures: Readonly<Record<string, string>> = {
  400: "The request does not fit.",
  401: "The API key is missing or another one.",
  413: "The body or the list is too large.",
  415: "The content type is not application/json.",
  429: "Too much waits; retry-after says when to come again.",
  500: "The server failed.",
  501: "Not configured on this server.",
  503: "The model or the database is not there.",
};

const ownError: JsonSchema = object({
  detail: { type: "string" },
  error: object(
    {
      code: { type: "string" },
      message: { type: "string" },
      hint: { type: "string" },
      field: { type: "string" },
    },
    ["hint", "field"],
  ),
  request_id: { type: "string" },
});

const openAiError: JsonSchema = object({
  error: object({
    message: { type: "string" },
    type: { type: "string" },
    param: { type: ["string", "null"] },
    code: { type: ["string", "null"] },
  }),
});

/** `GET /openapi.json`: the routes, described by the schemas that their bodies are validated with. */
export function addOpenApiRoute(app: FastifyInstance, context: ServerContext): void {
  addGetRoute(app, {
    url: "/openapi.json",
    summary: "This description.",
    answer: { type: "object" },
    handle: async () => ({
      openapi: "3.1.0",
      info: { title: "embed-server", version: packageVersion() },
      paths: pathsOf(context.routes, context.needsKey),
      components: {
        schemas: { Error: ownError, OpenAiError: openAiError },
        securitySchemes: { key: { type: "http", scheme: "bearer" } },
      },
    }),
  });
}

function pathsOf(routes: readonly DescribedRoute[], needsKey: boolean): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, url, body, facts, open } of routes) {
    const { summary, answer, contentType = "application/json" } = facts;
    const path = (paths[url] ??= {});
    path[method.toLowerCase()] = {
      operationId: `${method.toLowerCase()}${url.replace(/\W+/gu, "_")}`,
      summary,
      ...(needsKey && !open ? { security: [{ key: [] }] } : {}),
      ...(body === undefined
        ? {}
        : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
      responses: {
        200: { description: summary, content: { [contentType]: { schema: answer } } },
        ...failureAnswers(url, { post: body !== undefined, key: needsKey && !open }),
      },
    };
  }
  return paths;
}

function failureAnswers(
  url: string,
  { post, key }: { readonly post: boolean; readonly key: boolean },
): Readonly<Record<string, object>> {
  const name = url.startsWith("/v1/") ? "OpenAiError" : "Error";
  const schema = url === "/ready" ? { type: "object" } : { $ref: `#/components/schemas/${name}` };
  const codes = post ? [400, 413, 415, 429, 500, 501, 503] : [500, 503];
  return Object.fromEntries(
    (key ? [...codes, 401] : codes).map((code) => [
      code,
      { description: failures[code], content: { "application/json": { schema } } },
    ]),
  );
}
