import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { adoptTrainingJob } from "@searchfit/trainer-bridge";
import type { ChainContext } from "../chain/chain-context.ts";
import { runChain } from "../chain/run-chain.ts";
import { fineTune } from "../steps/fine-tune.ts";
import { prepareTraining } from "../steps/training-inputs.ts";
import type { SettingFlags } from "./setting-flags.ts";
import { withExperiment } from "./with-experiment.ts";

/** Takes the result of a job that ran on another machine into its experiment, in place of `fine-tune`. */
export async function adopt(name: string, flags: SettingFlags): Promise<void> {
  await withExperiment(flags, { uses: [] }, async (context) => {
    const folder = resolve(context.folder, name);
    await refuseOthers(folder, context);
    const steps = await runChain([fineTune], { ...context, adopted: folder });
    const { experiment, terminal } = context;
    const record = experiment.manifest().steps.find((step) => step.name === fineTune.name);
    terminal.note("  next: searchfit train, which goes on with evaluate");
    terminal.document({ experiment: experiment.folder, steps, summary: record?.summary ?? null });
  });
}

/** Checks the job before the step throws away what an earlier training left. */
async function refuseOthers(folder: string, context: ChainContext): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "searchfit-job-"));
  try {
    const base = await context.workbench.baseModel();
    const { inputs } = await prepareTraining(context, base, work);
    await adoptTrainingJob({ ...inputs, folder });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
