import { join } from "node:path";
import { formatSideBySide } from "@searchfit/report-md";
import { openModels } from "../judged/open-models.ts";
import { findExperiment } from "../probe/find-experiment.ts";
import { rankByVectors } from "../probe/rank-by-vectors.ts";
import { readCatalogue } from "../steps/catalogue.ts";
import { readResults } from "../steps/compare.ts";
import { modelFolder } from "../steps/fine-tune.ts";
import { openTerminal } from "../terminal/terminal.ts";

/** Flags of `probe`. */
export interface ProbeFlags {
  readonly experiment?: string;
  readonly topK?: number;
  readonly threads?: number;
  readonly python?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** Shows what base and tuned model find for queries, from the vectors of an experiment. */
export async function probe(queries: readonly string[], flags: ProbeFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const { folder, settings } = await findExperiment(flags);
  const results = await readResults(folder);
  const python = flags.python ?? settings.python ?? undefined;
  const models = await openModels(
    { ...flags, precision: settings.precision, ...(python === undefined ? {} : { python }) },
    terminal,
  );
  try {
    const products = await readCatalogue(folder);
    const options = { models, folder, products, queries, topK: flags.topK ?? 5 };
    const baseline = await rankByVectors(options, {
      side: "baseline",
      model: settings.baseModel,
      fingerprint: results.baseline.fingerprint,
    });
    const candidate = await rankByVectors(options, {
      side: "finetuned",
      model: join(folder, modelFolder),
      fingerprint: results.finetuned.fingerprint,
    });
    const found = queries.map((query, index) => ({
      query,
      baseline: baseline[index] ?? [],
      candidate: candidate[index] ?? [],
    }));
    for (const example of found) terminal.result(formatSideBySide(example));
    terminal.document({ experiment: folder, queries: found });
  } finally {
    await models.close();
  }
}
