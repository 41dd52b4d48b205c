import type { ServerResponse } from "node:http";
import type { Params } from "./claude-server.ts";

/** The products of a prompt: short id, the key in the title, and their block. */
export function productsOf(
  params: Params,
): readonly { readonly ref: string; readonly key: string; readonly block: string }[] {
  const content = params.messages[0]?.content ?? "";
  const blocks = [...content.matchAll(/<product(?: id="(\w+)")?>([\s\S]*?)<\/product>/gu)];
  return blocks.map(([, ref = "", block = ""]) => ({
    ref,
    key: /thing(\w+)/u.exec(block)?.[1] ?? "",
    block,
  }));
}

/** What the model says when it is shown queries to paraphrase: each of them, once more. */
export function paraphrasesOf({ messages, system }: Pick<Params, "messages" | "system">) {
  const content = messages[0]?.content ?? "";
  const shown = [...content.matchAll(/<query id="(\d+)">(.*)<\/query>/gu)];
  if (shown.length === 0) return undefined;
  const count = Number(/(\d+) paraphrases? of each/u.exec(system)?.[1]);
  const queries = shown.map(([, id, text]) => ({
    id,
    paraphrases: Array.from({ length: count }, (_, n) => `${text} once more ${n}x`),
  }));
  return JSON.stringify({ queries });
}

/** A cautious count: real tokenizers make fewer tokens of English. */
export function tokens({ system, messages, output_config }: Params): number {
  const text = system + (messages[0]?.content ?? "") + JSON.stringify(output_config ?? "");
  return Math.ceil(text.length / 3);
}

/** Name of an error by its status. */
export function errorType(status: number): string {
  return status === 429 ? "rate_limit_error" : status === 529 ? "overloaded_error" : "api_error";
}

/** Sends a good answer. */
export function reply(outgoing: ServerResponse, body: unknown): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  outgoing.writeHead(200, { "content-type": "application/json", "request-id": "req_test" });
  outgoing.end(text);
}

/** Sends an error. */
export function fail(
  outgoing: ServerResponse,
  {
    status,
    type,
    headers = {},
  }: { status: number; type: string; headers?: Record<string, string> },
): void {
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  outgoing.end(JSON.stringify({ type: "error", error: { type, message: "for the test" } }));
}
