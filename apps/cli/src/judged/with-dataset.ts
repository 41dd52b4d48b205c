import { openTerminal, type Terminal } from "../terminal/terminal.ts";
import { evaluateModel, type EvaluatedModel } from "./evaluate-model.ts";
import { openModels, type ModelFlags } from "./open-models.ts";
import { readDataset, type JudgedDataset } from "./read-dataset.ts";

/** Flags of commands that measure models on a judged dataset. */
export interface DatasetFlags extends ModelFlags {
  readonly dataset: string;
  readonly split?: string;
  readonly titleWeight?: number;
  readonly seed?: number;
  readonly json?: boolean;
}

/** What such a command works with. */
export interface DatasetWork {
  /** The dataset. */
  readonly dataset: JudgedDataset;
  /** Where to speak. */
  readonly terminal: Terminal;
  /** Measures a model: a folder, or an id on the hub. */
  readonly measure: (model: string) => Promise<EvaluatedModel>;
}

/** Reads the dataset, does the work, and frees the models whatever happens. */
export async function withDataset(
  flags: DatasetFlags,
  work: (given: DatasetWork) => Promise<void>,
): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const models = await openModels(flags, terminal);
  try {
    const dataset = await readDataset({
      dataset: flags.dataset,
      split: flags.split,
      folder: process.cwd(),
      terminal,
    });
    const { threads, signal } = models;
    const titleWeight = flags.titleWeight ?? 0;
    const options = { dataset, titleWeight, threads, terminal, signal };
    const measure = async (name: string) => evaluateModel(await models.open(name), options);
    await work({ dataset, terminal, measure });
  } finally {
    await models.close();
  }
}
