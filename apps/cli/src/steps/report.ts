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
import type { ChainStep } from "../chain/chain-step.ts";
import { comparisonFile, readComparison, readResults } from "./compare.ts";
import { finetunedFile } from "./evaluate.ts";
import { reportData } from "./report-data.ts";
import { detailFiles, withDetails } from "./report-details.ts";

/** Names of the report's files. */
export const reportFiles = {
  markdown: "EVALUATION_REPORT.md",
  html: "report.html",
  /** Folder of the plots that the Markdown report shows. */
  figures: figuresFolder,
} as const;

/** Writes the report from the experiment folder alone; steps that have not run leave placeholders. */
export const report: ChainStep = {
  name: "report",
  description: "Write EVALUATION_REPORT.md and report.html from the experiment folder.",
  run: async (context) => {
    const { experiment } = context;
    const data = await gather(context);
    const results = [comparisonFile, finetunedFile].filter((file) =>
      existsSync(join(experiment.folder, file)),
    );
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

async function gather(context: ChainContext): Promise<ReportData> {
  const { experiment } = context;
  const there = (file: string) => existsSync(join(experiment.folder, file));
  return reportData({
    context,
    manifest: experiment.manifest(),
    comparison: there(comparisonFile) ? await readComparison(experiment.folder) : undefined,
    results: there(finetunedFile) ? await readResults(experiment.folder) : undefined,
  });
}
