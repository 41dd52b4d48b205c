import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import {
  drawFigures,
  figuresFolder,
  renderHtmlReport,
  renderReport,
  standaloneSvg,
  type ReportData,
} from "@searchfit/report-md";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep, StepName } from "../chain/chain-step.ts";
import { warnOfUnrecorded } from "../chain/warn-of-unrecorded.ts";
import { comparisonFile, readComparison, readResults } from "./compare.ts";
import { finetunedFile } from "./evaluate.ts";
import { freshManifest, type LeftOutStep } from "./fresh-manifest.ts";
import { reportData } from "./report-data.ts";
import { detailFiles, withDetails } from "./report-details.ts";

/** Names of the report's files. */
export const reportFiles = {
  markdown: "EVALUATION_REPORT.md",
  html: "report.html",
  /** Folder of the plots that the Markdown report shows. */
  figures: figuresFolder,
} as const;

/** Writes the report from the experiment folder alone; steps that have not run, or are out of date, leave placeholders. */
export const report: ChainStep = {
  name: "report",
  description: "Write EVALUATION_REPORT.md and report.html from the experiment folder.",
  run: async (context) => {
    const { experiment } = context;
    const { data, results } = await gather(context);
    const outcome = await experiment.runStep(
      {
        name: "report",
        version: 2,
        config: JSON.parse(JSON.stringify(data)) as Json,
        inputs: [...results, ...detailFiles(experiment.folder)],
        outputs: Object.values(reportFiles),
        force: context.forced.has("report"),
      },
      async ({ workFolder }) => {
        await writeReport(await withDetails(data, experiment.folder), workFolder);
        return null;
      },
    );
    const file = join(experiment.folder, reportFiles.markdown);
    context.terminal.result(`Report generated: ${file}`);
    return outcome;
  },
};

async function writeReport(data: ReportData, folder: string): Promise<void> {
  const figures = await drawFigures(data);
  await mkdir(join(folder, reportFiles.figures), { recursive: true });
  for (const figure of figures) {
    const file = join(folder, reportFiles.figures, `${figure.name}.svg`);
    await writeFileDurably(file, standaloneSvg(figure));
  }
  const options = { figures };
  await writeFileDurably(join(folder, reportFiles.markdown), renderReport(data, options));
  await writeFileDurably(join(folder, reportFiles.html), renderHtmlReport(data, options));
}

/** What the report tells, and the files of results that it tells of: none that is out of date. */
async function gather(context: ChainContext): Promise<{ data: ReportData; results: string[] }> {
  const { experiment, terminal } = context;
  const { manifest, leftOut, unrecorded } = await freshManifest(experiment);
  warnOfLeftOut(leftOut, context);
  warnOfUnrecorded(unrecorded, terminal);
  const names = leftOut.map(({ name }) => name);
  const holds = (file: string, step: StepName) =>
    existsSync(join(experiment.folder, file)) && !names.includes(step);
  const [compared, measured] = [holds(comparisonFile, "compare"), holds(finetunedFile, "evaluate")];
  const data = reportData({
    context,
    manifest,
    comparison: compared ? await readComparison(experiment.folder) : undefined,
    results: measured ? await readResults(experiment.folder) : undefined,
  });
  return {
    data,
    results: [...(compared ? [comparisonFile] : []), ...(measured ? [finetunedFile] : [])],
  };
}

function warnOfLeftOut(
  leftOut: readonly LeftOutStep[],
  { terminal, settings }: Pick<ChainContext, "terminal" | "settings">,
): void {
  if (leftOut.length === 0) return;
  const lines = leftOut.map(({ name, why }) => `  - ${name}: ${why}`);
  terminal.warn(
    `  Left out of the report, as these steps ran on other files than those there now:\n${lines.join("\n")}`,
  );
  terminal.note(`  searchfit train --experiment ${settings.experiment} does them again.`);
}
