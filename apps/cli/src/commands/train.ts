import { join } from "node:path";
import { runChain, type StepReport } from "../chain/run-chain.ts";
import { steps } from "../chain/steps.ts";
import type { ChainContext } from "../chain/chain-context.ts";
import type { StepName } from "../chain/chain-step.ts";
import { exitCodes } from "../cli-error.ts";
import { ExitWithCode } from "../exit-with-code.ts";
import { usedParts, type UsedPart } from "../settings/resolve-settings.ts";
import { checkGates, gateSentence } from "../steps/check-gates.ts";
import { readComparison } from "../steps/compare.ts";
import { reportFiles } from "../steps/report.ts";
import { writeGateFiles } from "../steps/write-gate-files.ts";
import { formatDuration } from "../terminal/format-duration.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";
import type { GateFlags } from "./gate-flags.ts";
import type { SettingFlags } from "./setting-flags.ts";
import { experimentFolder, loadSettings, withExperiment } from "./with-experiment.ts";

const everything = { uses: usedParts, wholeChain: true };

/** What of the user's each step reads; the others read the experiment alone. */
const usesOf: Readonly<Partial<Record<StepName, readonly UsedPart[]>>> = {
  extract: ["source"],
  generate: ["queries"],
  split: ["judged"],
};

/**
 * Runs the whole chain with the settings that the experiment was last run with, where nothing else is
 * said; with `--dry-run`, only says what would run.
 */
export async function train(
  flags: SettingFlags & GateFlags & { readonly dryRun?: boolean },
): Promise<void> {
  if (flags.dryRun === true) {
    await sayWhatWouldRun(flags);
    return;
  }
  await withExperiment(flags, everything, async (context) => {
    const { experiment, terminal } = context;
    const started = performance.now();
    const reports = await runChain(steps, context);
    const { tests } = await readComparison(experiment.folder);
    const report = join(experiment.folder, reportFiles.markdown);
    const time = formatDuration((performance.now() - started) / 1000);
    terminal.note(`\nAll of it took ${time}. Results: ${experiment.folder}`);
    const gates = { failed: await failedGates(context, flags) };
    terminal.document({ experiment: experiment.folder, steps: reports, report, tests, gates });
    stopOnGates(gates.failed, terminal);
  });
}

async function sayWhatWouldRun(flags: SettingFlags): Promise<void> {
  const { settings, folder } = await loadSettings(flags, everything);
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
export async function runOneStep(name: StepName, flags: SettingFlags & GateFlags): Promise<void> {
  await withExperiment(flags, { uses: usesOf[name] ?? [] }, async (context) => {
    const chosen = steps.filter((step) => step.name === name);
    const reports: StepReport[] = await runChain(chosen, context);
    const { experiment, terminal } = context;
    const record = experiment.manifest().steps.find((step) => step.name === name);
    const gates = { failed: name === "compare" ? await failedGates(context, flags) : [] };
    const summary = record?.summary ?? null;
    terminal.document({ experiment: experiment.folder, steps: reports, summary, gates });
    stopOnGates(gates.failed, terminal);
  });
}

/** Checks the gates and writes the files that the flags ask for; the gates that failed, in a sentence each. */
async function failedGates(context: ChainContext, flags: GateFlags): Promise<string[]> {
  const gates = await checkGates(context);
  await writeGateFiles(context, gates, flags);
  return gates.filter(({ passed }) => !passed).map(gateSentence);
}

/** Tells the gates that failed, if any, and ends the command with exit code 3. */
function stopOnGates(failed: readonly string[], terminal: Terminal): void {
  if (failed.length === 0) return;
  const count = failed.length === 1 ? "A quality gate" : `${failed.length} quality gates`;
  terminal.warn(`\n${count} failed:\n${failed.map((line) => `  - ${line}`).join("\n")}`);
  terminal.note(
    "Hint: the model and the report are there; the gates are in the configuration file.",
  );
  throw new ExitWithCode(exitCodes.gate);
}
