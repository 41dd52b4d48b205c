import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { code } from "./code.ts";
import { dataSplit } from "./data-split.ts";
import { deployment } from "./deployment.ts";
import { evaluationProtocol } from "./evaluation-protocol.ts";
import { executiveSummary } from "./executive-summary.ts";
import { fineTuningConfiguration } from "./fine-tuning-configuration.ts";
import { forgetting } from "./forgetting.ts";
import { keyFindings } from "./key-findings.ts";
import { learningCurve } from "./learning-curve.ts";
import { limitations } from "./limitations.ts";
import { metricComparison } from "./metric-comparison.ts";
import { reproducibility } from "./reproducibility.ts";
import { searchExamples } from "./search-examples.ts";
import { servedModel } from "./served-model.ts";
import { slices } from "./slices.ts";
import { systemContext } from "./system-context.ts";
import { testResults } from "./test-results.ts";
import { trainingData } from "./training-data.ts";

/**
 * The whole report as Markdown: S0's sections in S0's order, filled from the data.
 *
 * The headline is the judged test where there is one, else the synthetic test of new products, named
 * as synthetic; known products are never mixed in. Parts whose step has not run say which step fills
 * them. Titles, queries and names are escaped. The same data gives the same text.
 *
 * @param data The report's values.
 * @returns Markdown (CommonMark with GitHub's tables), ending in a line feed.
 * @example
 * await writeFile("EVALUATION_REPORT.md", renderReport(data));
 */
export function renderReport(data: ReportData): string {
  const stamp =
    data.generatedAt === undefined ? "" : `*Generated: ${escapeMarkdown(data.generatedAt)}* · `;
  const blocks = [
    "# Embedding Model Fine-Tuning Evaluation Report",
    `${stamp}Experiment: ${code(data.experiment)}`,
    section("## Executive Summary", executiveSummary(data)),
    section("## System Context", systemContext(data)),
    "## Methodology",
    section("### Training Data Generation", trainingData(data)),
    section("### Data Split and Leak Check", dataSplit(data)),
    section("### Fine-Tuning Configuration", fineTuningConfiguration(data)),
    section("### Evaluation Protocol", evaluationProtocol(data)),
    "## Results",
    section("### Metric Comparison Table", metricComparison(data)),
    section("### Key Findings", keyFindings(data)),
    ...testResults(data),
    slices(data),
    learningCurve(data),
    forgetting(data),
    servedModel(data),
    section("## Search Quality Examples", searchExamples(data)),
    section("## Deployment", deployment(data)),
    section("## Limitations and Future Work", limitations(data)),
    section("## Reproducibility", reproducibility(data)),
  ];
  return `${blocks.filter((block) => block !== undefined).join("\n\n")}\n`;
}

function section(heading: string, body: string): string {
  return `${heading}\n\n${body}`;
}
