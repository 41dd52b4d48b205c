// The program of a worker thread: loads one model and answers one call after the other.
import { parentPort, workerData } from "node:worker_threads";
import { createEmbedder } from "./create-embedder.ts";
import { createReranker } from "./rerank/create-reranker.ts";
import type { ModelCall, ModelCalls, ModelToLoad, WorkerReply } from "./pool/messages.ts";
import { describeError } from "./pool/worker-errors.ts";

const port = parentPort;
if (port === null) throw new Error("Expected to run in a worker thread.");
const aborts = new Map<number, AbortController>();

function send(reply: WorkerReply, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(reply, transfer);
}

async function load({ kind, options }: ModelToLoad): Promise<ModelCalls> {
  if (kind === "reranker") {
    const reranker = await createReranker(options);
    return { rerank: (call, { signal }) => reranker.rerank(call.query, call.texts, { signal }) };
  }
  const embedder = await createEmbedder(options);
  return {
    documents: async (call, told) => (await embedder.embedDocuments(call.texts, told)).data,
    queries: async (call, told) => (await embedder.embedQueries(call.texts, told)).data,
  };
}

async function answer(model: ModelCalls, call: ModelCall): Promise<void> {
  const { id } = call;
  const abort = new AbortController();
  aborts.set(id, abort);
  try {
    const onProgress = (progress: { readonly done: number; readonly total: number }) => {
      send({ type: "progress", id, ...progress });
    };
    const told = call.progress ? { signal: abort.signal, onProgress } : { signal: abort.signal };
    const data = await model[call.method]?.(call, told);
    if (data === undefined) throw new TypeError(`This model has no ${call.method}.`);
    send({ type: "result", id, data }, [data.buffer as ArrayBuffer]);
  } catch (error) {
    send({ type: "failure", id, error: describeError(error) });
  } finally {
    aborts.delete(id);
  }
}

try {
  const model = await load(workerData as ModelToLoad);
  port.on("message", (message: ModelCall | { readonly abort: number }) => {
    if ("abort" in message) aborts.get(message.abort)?.abort();
    else void answer(model, message);
  });
  send({ type: "ready" });
} catch (error) {
  send({ type: "failure", id: 0, error: describeError(error) });
}
