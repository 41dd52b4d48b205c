import type { Json } from "@searchfit/experiment-store";
import { stripControl } from "@searchfit/report-md";
import type { Terminal } from "../terminal/terminal.ts";

/** Figures that `extract` keeps in the manifest. */
export interface ExtractionSummary {
  readonly total: number;
  readonly categoryCount: number;
  readonly withoutDescription: number;
  readonly meanCharacters: number;
  readonly meanTokens: number | null;
  readonly cutTexts: number | null;
  readonly maxTokens: number | null;
  readonly samples: readonly { id: string; title: string; category: string | null }[];
  readonly firstText: string | null;
  /** Products whose text has HTML, and the id of the first. */
  readonly html: { readonly count: number; readonly example: string | null };
}

/** Where it is shown. */
export interface PrintExtractionOptions {
  readonly terminal: Terminal;
  /** Whether the products are of a file, whose HTML can be taken out. */
  readonly isFile: boolean;
}

/** Shows what was extracted, three samples, and the first text in full: the text that is embedded. */
export function printExtraction(summary: Json, { terminal, isFile }: PrintExtractionOptions): void {
  const facts = summary as unknown as ExtractionSummary;
  const lines = [
    `  products                ${facts.total.toLocaleString("en")}`,
    `  categories              ${facts.categoryCount}`,
    `  without description     ${facts.withoutDescription}`,
    `  mean length             ${Math.round(facts.meanCharacters)} characters, ${Math.round(facts.meanTokens ?? 0)} tokens`,
    `  cut by the model        ${facts.cutTexts ?? 0} texts (longer than ${facts.maxTokens ?? 0} tokens)`,
    "  three of them:",
    ...facts.samples.map(
      ({ id, title, category }) =>
        "    " + stripControl(`${id}  ${title}${category === null ? "" : `  (${category})`}`),
    ),
    "  the first text, as it is embedded:",
    "    " + stripControl(facts.firstText ?? ""),
  ];
  for (const line of lines) terminal.note(line);
  if (facts.html.count > 0) terminal.warn(`  ${stripControl(htmlWords(facts.html, isFile))}`);
}

function htmlWords({ count, example }: ExtractionSummary["html"], isFile: boolean): string {
  const products =
    count === 1 ? "1 product contains" : `${count.toLocaleString("en")} products contain`;
  return `${products} HTML (such as ${example ?? ""}): it is embedded as it stands${isFile ? "; --html text takes the text alone" : ""}`;
}
