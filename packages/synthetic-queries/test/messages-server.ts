import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly atMs: number;
  readonly body: {
    readonly model: string;
    readonly max_tokens: number;
    readonly thinking?: { readonly type: string };
    readonly system: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
  };
}

/** What the server says to one request. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Sends this many bytes of the body and breaks the connection. */
  readonly cutAfter?: number;
}

/** A server that speaks the Messages API. */
export interface MessagesServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts a server whose replies are made from the request and its number, counted from 1. */
export async function startMessagesServer(
  reply: (request: ReceivedRequest, number: number) => Reply | Promise<Reply>,
): Promise<MessagesServer> {
  const requests: ReceivedRequest[] = [];
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await receive(incoming);
    requests.push(request);
    send(outgoing, await reply(request, requests.length));
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    authorization: String(incoming.headers.authorization),
    atMs: Date.now(),
    body: JSON.parse(Buffer.concat(chunks).toString("utf8")) as ReceivedRequest["body"],
  };
}

function send(outgoing: ServerResponse, { status = 200, headers, body, cutAfter }: Reply): void {
  const text = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  outgoing.writeHead(status, {
    "content-type": "application/json",
    "request-id": "req_test",
    "content-length": text.length,
    ...headers,
  });
  if (cutAfter === undefined) outgoing.end(text);
  else outgoing.write(text.subarray(0, cutAfter), () => outgoing.destroy());
}

/** A message as the API sends it. */
export function message(text: string, more: Readonly<Record<string, unknown>> = {}): Reply {
  return {
    body: {
      id: "msg_test",
      type: "message",
      role: "assistant",
      model: "claude-haiku-5-5",
      content: [{ type: "text", text, citations: null }],
      stop_reason: "end_turn",
      stop_sequence: null,
      stop_details: null,
      usage: {
        input_tokens: 300,
        output_tokens: 40,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        service_tier: "standard",
      },
      ...more,
    },
  };
}

/** An error as the API sends it. */
export function apiError(
  status: number,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const error = { type, message: `${type} for the test` };
  return { status, headers, body: { type: "error", error, request_id: "req_test" } };
}
