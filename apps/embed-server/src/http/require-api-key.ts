import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { EmbedServerError } from "../embed-server-error.ts";

/** What is answered without a key: probes, and the page, which asks its reader for it. */
const open = new Set(["/health", "/ready", "/", "/page.js", "/page.css"]);

/** Whether a path is answered without the key. */
export function isOpen(url: string): boolean {
  return open.has(url);
}

/** Refuses requests without the key; as `Authorization: Bearer KEY` or `X-API-Key: KEY`. */
export function requireApiKey(app: FastifyInstance, apiKey: string): void {
  const expected = digest(apiKey);
  app.addHook("onRequest", async (request) => {
    if (isOpen(request.routeOptions.url ?? "")) return;
    const given = givenKey(request);
    // Digests have one length, so that comparing them takes one time whatever came.
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return;
    throw new EmbedServerError(
      "UNAUTHORIZED",
      given === undefined
        ? "Expected an API key, got none."
        : "Expected this server's API key, got another one.",
      { hint: "Send it as Authorization: Bearer KEY or X-API-Key: KEY." },
    );
  });
}

function givenKey(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+)$/iu.exec(request.headers.authorization ?? "")?.[1];
  const header = request.headers["x-api-key"];
  return bearer ?? (typeof header === "string" ? header : undefined);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
