import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { modelOf, type ReembedJob } from "../job/reembed-job.ts";
import { ReembedError } from "../reembed-error.ts";
import type { DatabaseFlags, ModelFlags, StrategyFlags } from "../settings/flags.ts";
import { withTable, type TableContext } from "./with-table.ts";

/** A job with the terminal that it reports to. */
export interface JobContext extends TableContext {
  /** The table and the model. */
  readonly job: ReembedJob;
}

/** Opens the database and loads the model, and closes both whatever happens. */
export async function withJob<Result>(
  flags: DatabaseFlags & ModelFlags & StrategyFlags,
  work: (context: JobContext) => Promise<Result>,
): Promise<Result> {
  return withTable(flags, async (context) => {
    const embedder = await loadModel(flags);
    const { db, table, signal } = context;
    try {
      const model = modelOf(embedder, flags.model);
      const strategy = flags.strategy === undefined ? {} : { strategy: flags.strategy };
      return await work({ ...context, job: { db, table, embedder, model, signal, ...strategy } });
    } finally {
      await embedder.close();
    }
  });
}

/** Loads the model that the flags name. */
export async function loadModel({
  model,
  precision,
  threads,
}: Pick<ModelFlags, "model" | "precision" | "threads">): Promise<Embedder> {
  const folder = resolve(model);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new ReembedError(
      "MODEL_FOLDER_MISSING",
      `Expected the model to be a folder, got "${model.slice(0, 200)}", which is none.`,
      {
        hint: 'Give --model a folder with onnx/model.onnx; "searchfit train" writes experiments/default/model.',
        details: { folder: model },
      },
    );
  }
  return createEmbedder({ folder, precision, threads: threads ?? availableParallelism() });
}
