import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeTrainingJob } from "@searchfit/trainer-bridge";
import { requireFresh } from "../chain/require-fresh.ts";
import { prepareTraining, trainingSources } from "../steps/training-inputs.ts";
import type { SettingFlags } from "./setting-flags.ts";
import { withExperiment } from "./with-experiment.ts";

/**
 * Writes the training of an experiment as a folder that another machine can run.
 *
 * @throws {CliError} `STALE_RESULTS` when what it would train on is out of date.
 */
export async function writeJob(name: string, flags: SettingFlags): Promise<void> {
  await withExperiment(flags, { uses: [] }, async (context) => {
    const { workbench, terminal } = context;
    await requireFresh(context, { name: "fine-tune", inputs: trainingSources });
    const environment = await workbench.python();
    const base = await workbench.baseModel();
    const work = await mkdtemp(join(tmpdir(), "searchfit-job-"));
    try {
      const { inputs, pairs } = await prepareTraining(context, base, work);
      const folder = resolve(context.folder, name);
      const written = await writeTrainingJob({ ...inputs, folder, environment });
      terminal.note(`A training of ${pairs} pairs, ${written.files} files: ${written.folder}`);
      terminal.note("README.md in it says how to run it elsewhere; then: searchfit adopt FOLDER");
      terminal.document({ job: written.folder, files: written.files, pairs });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}
