import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { ModelCall, ModelToLoad, WorkerReply } from "./pool/messages.ts";
import { reviveError, threadEnded } from "./pool/worker-errors.ts";

/** A call without its number. */
export type CallOfThread = Omit<ModelCall, "id" | "progress"> & {
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
};

/** A thread that holds a model. */
export interface ModelThread {
  /** Calls that are not answered yet. */
  readonly pending: () => number;
  /** Whether it still answers. */
  readonly alive: () => boolean;
  /** Makes a call. */
  readonly call: (call: CallOfThread) => Promise<Float32Array>;
  /** Ends it; calls that are under way reject. */
  readonly end: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (data: Float32Array) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: CallOfThread["onProgress"];
}

/** Beside this file: the source while it is run from source, else the built program. */
const program = new URL(`./model-worker${extname(import.meta.url)}`, import.meta.url);

/** Starts a thread and loads its model; the process may end while nothing is asked of it. */
export async function startWorker(model: ModelToLoad): Promise<ModelThread> {
  const worker = new Worker(program, { workerData: model, name: `searchfit ${model.kind}` });
  const waiting = new Map<number, Waiting>();
  let alive = true;
  let cause: unknown;
  let lastId = 0;
  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    return one;
  };
  const wait = (id: number, onProgress: CallOfThread["onProgress"]) =>
    new Promise<Float32Array>((resolve, reject) => {
      worker.ref();
      waiting.set(id, { resolve, reject, onProgress });
    });
  worker.on("message", (reply: WorkerReply) => {
    if (reply.type === "ready") settle(0)?.resolve(new Float32Array());
    else if (reply.type === "progress") waiting.get(reply.id)?.onProgress?.(reply);
    else if (reply.type === "result") settle(reply.id)?.resolve(reply.data);
    else settle(reply.id)?.reject(reviveError(reply.error));
  });
  worker.on("error", (error: unknown) => {
    cause = error;
  });
  worker.on("exit", (code) => {
    alive = false;
    for (const id of waiting.keys()) settle(id)?.reject(threadEnded(code, cause));
  });
  const call = ({ onProgress, signal, ...rest }: CallOfThread): Promise<Float32Array> => {
    const id = ++lastId;
    const answer = wait(id, onProgress);
    worker.postMessage({ ...rest, id, progress: onProgress !== undefined } satisfies ModelCall);
    if (signal === undefined) return answer;
    return abortable(answer, signal, () => {
      worker.postMessage({ abort: id });
    });
  };
  await wait(0, undefined).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  return {
    pending: () => waiting.size,
    alive: () => alive,
    call,
    end: async () => {
      await worker.terminate();
    },
  };
}

/** The answer, or at once the signal's own reason when it comes first. */
async function abortable(
  answer: Promise<Float32Array>,
  signal: AbortSignal,
  stop: () => void,
): Promise<Float32Array> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    stop();
    reject(signal.reason as Error);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    answer.catch(() => undefined);
    signal.removeEventListener("abort", onAbort);
  }
}
