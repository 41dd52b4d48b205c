import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { isDeepStrictEqual } from "node:util";

/** A request that is expected, and what is answered. */
interface Exchange {
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
  readonly response: { readonly status: number; readonly body: unknown };
}

/** A server that is talked to over HTTP. */
export interface LocalServer {
  /** Its URL. */
  readonly url: string;
  /** Stops it; rejects when what was asked differs from what was expected. */
  readonly close: () => Promise<void>;
}

/**
 * A server that answers the exchanges of a scenario of `golden/qdrant.json`, each once and in their
 * order, when method, path and body are the expected ones. With QDRANT_URL set it is the real server
 * there instead: the scenarios make their collections themselves (`searchfit_…`).
 */
export async function replayQdrant(scenario: string): Promise<LocalServer> {
  if (process.env.QDRANT_URL !== undefined)
    return { url: process.env.QDRANT_URL, close: async () => undefined };
  const golden = new URL("golden/qdrant.json", import.meta.url);
  const { exchanges } = JSON.parse(readFileSync(golden, "utf8")) as {
    exchanges: Readonly<Record<string, readonly Exchange[]>>;
  };
  const waiting = [...exchanges[scenario]!];
  const wrong: string[] = [];
  const server = await startServer(async (incoming, outgoing) => {
    const request = await receive(incoming);
    const next = waiting.shift();
    const fits = isDeepStrictEqual(request, next?.request);
    const got = JSON.stringify(request);
    if (!fits) wrong.push(`expected ${JSON.stringify(next?.request)}, got ${got}`);
    const { status, body } = fits ? next!.response : { status: 500, body: {} };
    outgoing.writeHead(status, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(body));
  });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      wrong.push(
        ...waiting.map(({ request }) => `expected ${JSON.stringify(request)}, got nothing`),
      );
      if (wrong.length > 0) throw new Error(`Other requests than recorded:\n${wrong.join("\n")}`);
    },
  };
}

/** A server on this machine that answers as the listener does. */
export async function startServer(
  listener: (...args: Parameters<RequestListener>) => void | Promise<void>,
): Promise<LocalServer> {
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

async function receive(incoming: IncomingMessage): Promise<Exchange["request"]> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const body: unknown = text === "" ? null : JSON.parse(text);
  return { method: incoming.method ?? "", path: incoming.url ?? "", body };
}
