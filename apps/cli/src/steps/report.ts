import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import { renderHtmlReport, renderReport } from "@searchfit/report-md";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { comparisonFile, readComparison, readResults } from "./compare.ts";
import { finetunedFile } from "./evaluate.ts";
import { reportData } from "./report-data.ts";

/** Names of the report's files. */
export const reportFiles = { markdown: "EVALUATION_REPORT.md", html: "report.html" } as const;

/** Writes the report from the experiment folder alone; steps that have not run leave placeholders. */
export const report: ChainStep = {
  name: "report",
  description: "Write EVALUATION_REPORT.md and report.html from the experiment folder.",
  run: async (context) => {
    const { experiment } = context;
    const data = await gather(context);
    const outcome = await experiment.runStep(
      {
        name: "report",
        version: 1,
        config: JSON.parse(JSON.stringify(data)) as Json,
        inputs: [comparisonFile, finetunedFile].filter((file) =>
          existsSync(join(experiment.folder, file)),
        ),
        outputs: Object.values(reportFiles),
        force: context.forced.has("report"),
      },
      async ({ workFolder }) => {
        await writeFileDurably(join(workFolder, reportFiles.markdown), renderReport(data));
        await writeFileDurably(join(workFolder, reportFiles.html), renderHtmlReport(data));
        return null;
      },
    );
    const file = join(experiment.folder, reportFiles.markdown);
    context.terminal.result(`Report generated: ${file}`);
    return outcome;
  },
};

async function gather(context: ChainContext) {
  const { experiment } = context;
  const there = (file: string) => existsSync(join(experiment.folder, file));
  return reportData({
    context,
    manifest: experiment.manifest(),
    comparison: there(comparisonFile) ? await readComparison(experiment.folder) : undefined,
    results: there(finetunedFile) ? await readResults(experiment.folder) : undefined,
  });
}
