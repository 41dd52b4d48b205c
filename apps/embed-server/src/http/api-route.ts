import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { EmbedServerError } from "../embed-server-error.ts";
import { invalidBody, type ValidationProblem } from "./invalid-body.ts";
import type { JsonSchema } from "./json-schema.ts";

/** What a route says of itself; `GET /openapi.json` is made of it. */
export interface RouteFacts {
  /** What it gives, in a few words. */
  readonly summary: string;
  /** Its answer. */
  readonly answer: JsonSchema;
  /** Kind of its answer. @default "application/json" */
  readonly contentType?: string;
}

/** A route that takes a JSON body. */
export interface PostRoute<Body> extends RouteFacts {
  /** Path. */
  readonly url: string;
  /** Schema that the body is validated with, and that the API's description shows. */
  readonly body: JsonSchema;
  /** A better error for a body that does not fit, where there is one. */
  readonly explain?: (body: unknown) => EmbedServerError | undefined;
  /** Answers a body that fits. */
  readonly handle: (body: Body, call: RouteCall) => Promise<unknown>;
}

/** What a handler may need besides the body. */
export interface RouteCall {
  /** Aborts when the client has gone before the answer. */
  readonly signal: AbortSignal;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route says of itself. */
    readonly facts?: RouteFacts;
  }
}

/** Adds a route whose body is validated with the schema that describes it. */
export function addPostRoute<Body>(app: FastifyInstance, route: PostRoute<Body>): void {
  const { url, body: schema, summary, answer } = route;
  app.post(url, {
    attachValidation: true,
    schema: { body: schema },
    config: { facts: { summary, answer } },
    handler: async (request, reply) => {
      const problems = request.validationError?.validation as
        readonly ValidationProblem[] | undefined;
      if (problems === undefined)
        return route.handle(request.body as Body, { signal: goneSignal(reply) });
      throw route.explain?.(request.body) ?? invalidBody(request.body, schema, problems);
    },
  });
}

/** Adds a route without a body. */
export function addGetRoute(
  app: FastifyInstance,
  route: RouteFacts & {
    readonly url: string;
    readonly handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  },
): void {
  const { url, handle, ...facts } = route;
  app.get(url, { config: { facts }, handler: handle });
}

/** Fastify's own `request.signal` aborts as soon as the body is read: the answer's stream is looked at. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
