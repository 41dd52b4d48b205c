import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that the API got. */
export interface ApiRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly query: string; readonly top_k: number };
}

/** What it answers. */
export interface ApiReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly delayMs?: number;
}

/** A search API that runs. */
export interface SearchApi {
  readonly host: string;
  readonly requests: readonly ApiRequest[];
  readonly close: () => Promise<void>;
}

/** A real HTTP server on a free port of this machine; a body that is a text is sent as it is. `GET` is
 * answered with `info`, and not kept among the requests. */
export async function startSearchApi(
  answer: (request: ApiRequest) => ApiReply,
  options: { readonly info?: object } = {},
): Promise<SearchApi> {
  const requests: ApiRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      if (incoming.method === "GET") {
        outgoing
          .writeHead(options.info === undefined ? 404 : 200)
          .end(JSON.stringify(options.info));
        return;
      }
      const text = Buffer.concat(chunks).toString("utf8");
      const body = JSON.parse(text) as ApiRequest["body"];
      const request = { path: incoming.url ?? "", headers: incoming.headers, body };
      requests.push(request);
      const reply = answer(request);
      const content = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
      setTimeout(() => {
        outgoing.writeHead(reply.status ?? 200, { ...reply.headers }).end(content);
      }, reply.delayMs ?? 0);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

/** Results as embed-server gives them; scores fall from `top` by 0.1. */
export function resultsOf(titles: readonly string[], top = 0.9): readonly object[] {
  return titles.map((title, index) => ({
    id: title.toLowerCase().replaceAll(" ", "-"),
    title,
    score: Math.round((top - index / 10) * 1000) / 1000,
  }));
}
