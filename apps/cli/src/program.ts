import { Command } from "commander";
import { stepNames } from "./chain/chain-step.ts";
import { exitCodes } from "./cli-error.ts";
import { addDatasetFlags, asksForDataset, runOnDataset } from "./commands/dataset-flags.ts";
import { addExperimentNames, asksForExperiments } from "./commands/experiment-names.ts";
import { addJobFlag, declareAdopt, type JobFlag } from "./commands/declare-jobs.ts";
import { declareHistory } from "./commands/declare-history.ts";
import { declareInit } from "./commands/declare-init.ts";
import { addGateFlags, type GateFlags } from "./commands/gate-flags.ts";
import { declareImport } from "./commands/declare-import.ts";
import { declareTools } from "./commands/declare-tools.ts";
import { programVersion } from "./commands/program-versions.ts";
import { addSettingFlags, type SettingFlags } from "./commands/setting-flags.ts";

const stepHelp: Readonly<Record<(typeof stepNames)[number], string>> = {
  extract: "take the catalogue out of the database or a file into products.json",
  generate: "have an LLM write queries for the products, or replay recorded ones",
  split: "divide the pairs so that no test product is seen in training; a leak stops it",
  baseline: "measure the base model and BM25 over the whole catalogue",
  mine: "pick hard negatives from the base model's rankings",
  "fine-tune": "train the model, export it to ONNX, check the export",
  evaluate: "measure the tuned model over the whole catalogue",
  compare: "compare both query by query, with intervals and p-values",
  report: "write EVALUATION_REPORT.md and report.html",
};

const moreExamples: Readonly<Partial<Record<(typeof stepNames)[number], string>>> = {
  mine: `
  searchfit mine --negatives 3 --negatives-from-rank 10
  searchfit mine --teacher fusion --teacher-documents 16`,
  "fine-tune": `
  searchfit fine-tune --epochs 5 --early-stopping-patience 2 --mix-with-base
  searchfit fine-tune --batch-size 256 --mini-batch-size 32 --matryoshka-dimensions 384,256,128
  searchfit fine-tune --teacher none --no-average-epochs       as if they had not been set`,
};

/** Declares every command; their work is loaded only when one is run, so that --help is quick. */
export function createProgram(): Command {
  const program = new Command("searchfit")
    .description("Fine-tune, prove and roll out a search model for your own products.")
    .version(programVersion())
    .exitOverride()
    .showHelpAfterError("(--help lists what can be given)")
    .option("--ascii", "draw tables with ASCII only; so does SEARCHFIT_ASCII=1")
    .hook("preAction", (_, command) => {
      if (command.optsWithGlobals<{ ascii?: boolean }>().ascii === true)
        process.env.SEARCHFIT_ASCII = "1";
    })
    .addHelpText("after", exitCodeHelp);
  declareInit(program);
  declareTrain(program);
  for (const name of stepNames) {
    const command = program.command(name).description(stepHelp[name]);
    addSettingFlags(command).option("--json", "one JSON document on stdout");
    if (name === "fine-tune") addJobFlag(command);
    if (name === "compare") addGateFlags(addExperimentNames(command));
    command
      .addHelpText(
        "after",
        `\nTakes the settings that the experiment was last run with.\n\nExample:\n  searchfit ${name} --experiment default${moreExamples[name] ?? ""}`,
      )
      .action(async () => {
        const flags = command.opts<SettingFlags & JobFlag & GateFlags>();
        if (name === "compare" && asksForExperiments(command)) {
          const { compareExperiments } = await import("./commands/compare-experiments.ts");
          await compareExperiments(command.args, flags);
          return;
        }
        if (asksForDataset(command, name)) {
          await runOnDataset(name, command.opts());
          return;
        }
        if (flags.jobOnly !== undefined) {
          const { writeJob } = await import("./commands/write-job.ts");
          await writeJob(flags.jobOnly, flags);
          return;
        }
        const { runOneStep } = await import("./commands/train.ts");
        await runOneStep(name, flags);
      });
    addDatasetFlags(command, name);
  }
  declareAdopt(program);
  declareImport(program);
  declareTools(program);
  declareHistory(program);
  return program;
}

function declareTrain(program: Command): void {
  addGateFlags(
    addSettingFlags(
      program
        .command("train")
        .description("run all steps, skipping those whose inputs have not changed"),
    ),
  )
    .option("--dry-run", "say what would run")
    .option("--json", "one JSON document on stdout")
    .addHelpText(
      "after",
      `
Examples:
  searchfit train                                   the sample catalogue, no key, no server
  searchfit train --source csv:shop.csv --queries recorded:answers.jsonl --experiment shop
  DATABASE_URL=postgresql://… ANTHROPIC_API_KEY=… searchfit train --experiment live --max-cost 2
  searchfit train --base-model intfloat/e5-small-v2 --query-prompt "query: " --document-prompt "passage: "
  searchfit train --experiment distilled --teacher fusion --teacher-loss kl --average-epochs`,
    )
    .action(async (flags: SettingFlags & GateFlags & { dryRun?: boolean }) => {
      const { train } = await import("./commands/train.ts");
      await train(flags);
    });
}

const exitCodeHelp = `
Exit codes: ${exitCodes.done} done · ${exitCodes.fixable} something to fix, with a hint · ${exitCodes.usage} usage · ${exitCodes.gate} a quality gate failed · ${exitCodes.bug} a bug · ${exitCodes.interrupted} interrupted
Settings: flags > environment and .env > searchfit.config.{ts,js,json} > defaults`;
