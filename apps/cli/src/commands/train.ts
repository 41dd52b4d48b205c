import { join } from "node:path";
import { runChain, type StepReport } from "../chain/run-chain.ts";
import { steps } from "../chain/steps.ts";
import type { StepName } from "../chain/chain-step.ts";
import { checkGates } from "../steps/check-gates.ts";
import { readComparison } from "../steps/compare.ts";
import { reportFiles } from "../steps/report.ts";
import { formatDuration } from "../terminal/format-duration.ts";
import { openTerminal } from "../terminal/terminal.ts";
import type { SettingFlags } from "./setting-flags.ts";
import { experimentFolder, loadSettings, withExperiment } from "./with-experiment.ts";

/** Runs the whole chain; with `--dry-run`, only says what would run. */
export async function train(flags: SettingFlags & { readonly dryRun?: boolean }): Promise<void> {
  if (flags.dryRun === true) {
    await sayWhatWouldRun(flags);
    return;
  }
  await withExperiment(flags, { keepSettings: false }, async (context) => {
    const { experiment, terminal } = context;
    const started = performance.now();
    const reports = await runChain(steps, context);
    const { tests } = await readComparison(experiment.folder);
    const report = join(experiment.folder, reportFiles.markdown);
    const time = formatDuration((performance.now() - started) / 1000);
    terminal.note(`\nAll of it took ${time}. Results: ${experiment.folder}`);
    terminal.document({ experiment: experiment.folder, steps: reports, report, tests });
    await checkGates(context);
  });
}

async function sayWhatWouldRun(flags: SettingFlags): Promise<void> {
  const { settings, folder } = await loadSettings(flags, { keepSettings: false });
  const terminal = openTerminal({ json: flags.json === true });
  const experiment = experimentFolder(settings, folder);
  terminal.result(`source   ${settings.source}`);
  terminal.result(`queries  ${settings.queries}`);
  terminal.result(`judged   ${settings.judged ?? "none"}`);
  terminal.result(`folder   ${experiment}`);
  for (const { name, description } of steps) terminal.result(`${name.padEnd(10)} ${description}`);
  terminal.document({ experiment, settings, steps: steps.map(({ name }) => name) });
}

/** Runs one step with the settings that the experiment was last run with. */
export async function runOneStep(name: StepName, flags: SettingFlags): Promise<void> {
  await withExperiment(flags, { keepSettings: true }, async (context) => {
    const chosen = steps.filter((step) => step.name === name);
    const reports: StepReport[] = await runChain(chosen, context);
    const { experiment, terminal } = context;
    const record = experiment.manifest().steps.find((step) => step.name === name);
    terminal.document({
      experiment: experiment.folder,
      steps: reports,
      summary: record?.summary ?? null,
    });
    if (name === "compare") await checkGates(context);
  });
}
