import { startWorker, type CallOfThread, type ModelThread } from "../start-worker.ts";
import type { ModelToLoad } from "./messages.ts";

/** Several threads with the same model. */
export interface ModelPool {
  /** Makes a call on the thread that has least to do. */
  readonly call: (call: CallOfThread) => Promise<Float32Array>;
  /** Waits for what is under way, then ends the threads. */
  readonly close: () => Promise<void>;
}

/** Starts threads; one that ended by itself is started again at the next call. */
export async function startPool(model: ModelToLoad, workers: number): Promise<ModelPool> {
  if (!Number.isInteger(workers) || workers < 1 || workers > 256) {
    throw new RangeError(`Expected workers to be an integer from 1 to 256, got ${workers}.`);
  }
  const started = await Promise.allSettled(
    Array.from({ length: workers }, () => startWorker(model)),
  );
  const threads = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failed = started.find((one) => one.status === "rejected");
  if (failed !== undefined) {
    await Promise.all(threads.map((thread) => thread.end()));
    throw failed.reason;
  }
  const lanes = threads.map((thread) => restarting(thread, model));
  const open = new Set<Promise<unknown>>();
  return {
    call: (call) => {
      const lane = lanes.reduce((best, one) => (one.pending() < best.pending() ? one : best));
      const answer = lane.call(call);
      const settled = answer.catch(() => undefined).finally(() => open.delete(settled));
      open.add(settled);
      return answer;
    },
    close: async () => {
      await Promise.all(open);
      await Promise.all(lanes.map((lane) => lane.end()));
    },
  };
}

type Lane = Pick<ModelThread, "pending" | "call" | "end">;

function restarting(first: ModelThread, model: ModelToLoad): Lane {
  let thread = Promise.resolve(first);
  let current = first;
  let pending = 0;
  const living = async (): Promise<ModelThread> => {
    const found = await thread;
    if (found.alive()) return found;
    if (current === found) {
      thread = startWorker(model).then((one) => (current = one));
      thread.catch(() => (thread = Promise.resolve(found))); // tried again at the next call
    }
    return thread;
  };
  return {
    pending: () => pending,
    call: async (call) => {
      pending += 1;
      try {
        return await (await living()).call(call);
      } finally {
        pending -= 1;
      }
    },
    end: async () => {
      await (await thread).end();
    },
  };
}
