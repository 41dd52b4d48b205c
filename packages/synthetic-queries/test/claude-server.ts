import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { errorType, fail, paraphrasesOf, productsOf, reply, tokens } from "./claude-replies.ts";

/** Parameters of a message as they arrive. */
export interface Params {
  readonly model: string;
  readonly system: string;
  readonly max_tokens: number;
  readonly messages: readonly { readonly content: string }[];
  readonly output_config?: unknown;
}

/** What goes wrong with one request. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: "cut" | "error-in-200" | "hang-up" | "garbage" }
  | { readonly kind: "say"; readonly text: string; readonly stopReason?: string };

/** What becomes of a request in a batch instead of an answer. */
export type BatchFault = "missing" | "twice" | "expired" | "canceled" | "errored" | "invalid";

/** How the server behaves. */
export interface ClaudeServerOptions {
  /** Time for an answer. @default 0 */
  readonly latencyMs?: number;
  /** What goes wrong with a message, counted from 1. */
  readonly fault?: (params: Params, number: number) => Fault | undefined;
  /** What goes wrong with a request of a batch. */
  readonly batchFault?: (customId: string, batch: number, index: number) => BatchFault | undefined;
  /** Breaks the connection after a batch was created, before its id is told. */
  readonly loseBatchReply?: (batch: number) => boolean;
  /** Time until a batch has ended. @default 0 */
  readonly batchMs?: number;
  /** What the model writes for a product; `key` is what stands in its title. */
  readonly write?: (key: string, style: string, block: string) => string;
}

interface ResultLine {
  readonly custom_id: string;
  readonly result: object;
}

interface StoredBatch {
  readonly id: string;
  readonly number: number;
  readonly createdAtMs: number;
  readonly requests: readonly { readonly custom_id: string; readonly params: Params }[];
}

/** A local server that speaks the Messages API and its batches, and keeps the books. */
export class ClaudeServer {
  readonly #options: ClaudeServerOptions;
  readonly batches: StoredBatch[] = [];
  /** Product key → answers that were paid for it, in messages and batches. */
  readonly paid = new Map<string, number>();
  /** Usage of every paid answer. */
  readonly usages: { input: number; output: number; batch: boolean }[] = [];
  /** Requests of any kind. */
  hits = 0;
  readonly messages: Params[] = [];
  #answeredBatches = new Set<string>();
  url = "";
  close: () => Promise<void> = () => Promise.resolve();

  constructor(options: ClaudeServerOptions = {}) {
    this.#options = options;
  }

  static async start(options: ClaudeServerOptions = {}): Promise<ClaudeServer> {
    const claude = new ClaudeServer(options);
    const server = createServer((incoming, outgoing) => {
      claude.#handle(incoming, outgoing).catch(() => outgoing.destroy());
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    claude.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    claude.close = () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      });
    return claude;
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    this.hits += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const path = incoming.url?.split("?")[0] ?? "";
    if (path === "/v1/messages") return this.#message(JSON.parse(text) as Params, outgoing);
    if (path === "/v1/messages/count_tokens")
      return reply(outgoing, { input_tokens: tokens(JSON.parse(text) as Params) });
    if (path === "/v1/messages/batches" && incoming.method === "POST")
      return this.#create(JSON.parse(text) as Pick<StoredBatch, "requests">, outgoing);
    if (path === "/v1/messages/batches") return this.#list(outgoing);
    const [, id, results] = /^\/v1\/messages\/batches\/([^/]+)(\/results)?$/u.exec(path) ?? [];
    const batch = this.batches.find((stored) => stored.id === id);
    if (batch === undefined) return fail(outgoing, { status: 404, type: "not_found_error" });
    if (results === undefined) return reply(outgoing, this.#state(batch));
    this.#results(batch, outgoing);
  }

  async #message(params: Params, outgoing: ServerResponse): Promise<void> {
    this.messages.push(params);
    const number = this.messages.length;
    const { latencyMs = 0 } = this.#options;
    if (latencyMs > 0) await new Promise((later) => setTimeout(later, latencyMs));
    const fault = this.#options.fault?.(params, number);
    if (fault?.kind === "status") {
      const { status, headers = {} } = fault;
      return fail(outgoing, { status, type: errorType(status), headers });
    }
    if (fault?.kind === "hang-up") return void outgoing.destroy();
    if (fault?.kind === "error-in-200")
      return reply(outgoing, { type: "error", error: { type: "overloaded_error", message: "x" } });
    if (fault?.kind === "garbage") return reply(outgoing, '{"type":"mess');
    if (fault?.kind === "cut") {
      outgoing.writeHead(200, { "content-type": "application/json", "content-length": 500 });
      return void outgoing.write('{"type":"message","content":[', () => outgoing.destroy());
    }
    reply(
      outgoing,
      this.#answer(params, false, fault as Extract<Fault, { kind: "say" }> | undefined),
    );
  }

  #answer(params: Params, batch: boolean, said?: Extract<Fault, { kind: "say" }>): object {
    const text = said?.text ?? this.#written(params);
    const usage = { input: tokens(params), output: Math.ceil(text.length / 3), batch };
    this.usages.push(usage);
    if (said === undefined)
      for (const { key } of productsOf(params)) this.paid.set(key, (this.paid.get(key) ?? 0) + 1);
    return {
      ...{ id: "msg_test", type: "message", role: "assistant", model: params.model },
      content: [{ type: "text", text, citations: null }],
      ...{ stop_reason: said?.stopReason ?? "end_turn", stop_sequence: null, stop_details: null },
      usage: {
        input_tokens: usage.input,
        output_tokens: usage.output,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        service_tier: batch ? "batch" : "standard",
      },
    };
  }

  #written(params: Params): string {
    const paraphrases = paraphrasesOf(params);
    if (paraphrases !== undefined) return paraphrases;
    const write =
      this.#options.write ?? ((key: string, style: string) => `${style}${key} query${key}`);
    const styles = [...params.system.matchAll(/^- "(\w+)": (\d+)/gmu)];
    const products = productsOf(params);
    if (styles.length === 0)
      return ["brand", "need", "natural", "attribute"]
        .map((style) => write(products[0]?.key ?? "", style, products[0]?.block ?? ""))
        .join("\n");
    return JSON.stringify({
      products: products.map(({ ref, key, block }) => ({
        id: ref,
        ...Object.fromEntries(
          styles.map(([, style = "", count]) => [
            style,
            Array.from({ length: Number(count) }, (_, n) => write(key, style + (n || ""), block)),
          ]),
        ),
      })),
    });
  }

  #create({ requests }: Pick<StoredBatch, "requests">, outgoing: ServerResponse): void {
    const number = this.batches.length + 1;
    const batch = { id: `msgbatch_${number}`, number, createdAtMs: Date.now(), requests };
    this.batches.push(batch);
    if (this.#options.loseBatchReply?.(number) === true) outgoing.destroy();
    else reply(outgoing, this.#state(batch));
  }

  #list(outgoing: ServerResponse): void {
    const data = this.batches.map((batch) => this.#state(batch)).reverse();
    reply(outgoing, { data, has_more: false, first_id: null, last_id: null });
  }

  #state(batch: StoredBatch): object {
    const ended = Date.now() >= batch.createdAtMs + (this.#options.batchMs ?? 0);
    const count = batch.requests.length;
    return {
      ...{
        id: batch.id,
        type: "message_batch",
        processing_status: ended ? "ended" : "in_progress",
      },
      request_counts: {
        ...{ processing: ended ? 0 : count, succeeded: ended ? count : 0 },
        ...{ errored: 0, canceled: 0, expired: 0 },
      },
      created_at: new Date(batch.createdAtMs).toISOString(),
      expires_at: new Date(batch.createdAtMs + 86_400_000).toISOString(),
      ended_at: ended ? new Date().toISOString() : null,
      ...{ archived_at: null, cancel_initiated_at: null },
      results_url: ended ? `${this.url}/v1/messages/batches/${batch.id}/results` : null,
    };
  }

  /** Results in the order of a hash: any order but that of the requests. */
  #results(batch: StoredBatch, outgoing: ServerResponse): void {
    const first = !this.#answeredBatches.has(batch.id);
    this.#answeredBatches.add(batch.id);
    const before = { paid: new Map(this.paid), usages: this.usages.length };
    const lines = batch.requests.flatMap(({ custom_id, params }, index): ResultLine[] => {
      const fault = this.#options.batchFault?.(custom_id, batch.number, index);
      if (fault === "missing") return [];
      if (fault === "expired" || fault === "canceled")
        return [{ custom_id, result: { type: fault } }];
      if (fault === "errored" || fault === "invalid") {
        const type = fault === "errored" ? "api_error" : "invalid_request_error";
        const error = { type: "error", error: { type, message: "for the test" } };
        return [{ custom_id, result: { type: "errored", error } }];
      }
      const line = {
        custom_id,
        result: { type: "succeeded", message: this.#answer(params, true) },
      };
      return fault === "twice" ? [line, line] : [line];
    });
    // A batch is paid once, however often its results are read.
    if (!first) {
      this.paid.clear();
      for (const [key, count] of before.paid) this.paid.set(key, count);
      this.usages.length = before.usages;
    }
    const order = (line: ResultLine): string =>
      createHash("md5").update(line.custom_id).digest("hex");
    const sorted = lines.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    outgoing.writeHead(200, { "content-type": "application/x-jsonl" });
    outgoing.end(sorted.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }
}
