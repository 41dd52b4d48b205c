import { join } from "node:path";
import type { Json } from "@searchfit/experiment-store";
import { streamProducts } from "@searchfit/pg-corpus";
import { formatCount, stripControl } from "@searchfit/report-md";
import {
  compileTextTemplate,
  describeProducts,
  hasHtml,
  productText,
  readProducts,
  writeJsonArray,
  type Product,
  type ProductStatistics,
} from "@searchfit/retrieval-dataset";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { CliError } from "../cli-error.ts";
import { namedColumns } from "../settings/file-columns.ts";
import type { Settings } from "../settings/settings.ts";
import { sampleDataFolder } from "../settings/sample-data-folder.ts";
import { productsFile } from "./catalogue.ts";
import { completeProducts } from "./complete-products.ts";
import { loadProducts } from "./load-products.ts";
import { openEmbeddedOf, openServerOf, tableNames } from "./open-database.ts";
import { parseSource, type Source } from "./parse-source.ts";
import { printExtraction, type ExtractionSummary } from "./print-extraction.ts";
import { readSourceFile } from "./read-source-file.ts";
import { requireProducts } from "./require-products.ts";

/** Takes the catalogue out of its source into `products.json`. */
export const extract: ChainStep = {
  name: "extract",
  description: "Take the catalogue out of the database or a file into products.json.",
  run: async (context) => {
    const source = parseSource(context.settings.source, context.folder);
    refuseTemplate(source, context.settings);
    refuseFileSettings(source, context.settings);
    const outcome = await context.experiment.runStep(
      {
        name: "extract",
        version: 1,
        config: { source: describeSource(source, context), seed: context.settings.seed },
        inputs: inputsOf(source),
        outputs: [productsFile],
        // Only reading the table can tell whether it has changed.
        force: source.kind === "postgres" || context.forced.has("extract"),
      },
      async ({ workFolder }) => {
        const products = complete(await productsOf(source, context), context);
        requireProducts(products, context.settings.source);
        await writeJsonArray(join(workFolder, productsFile), products);
        return { ...summaryOf(await statisticsOf(products, context)), html: htmlOf(products) };
      },
    );
    if (outcome.status === "done")
      printExtraction(outcome.summary, {
        terminal: context.terminal,
        isFile: isProductFile(source),
      });
    return outcome;
  },
};

/** A database has the texts that its readers embed: another rule here would tune for other texts. */
function refuseTemplate({ kind }: Source, { textTemplate, source }: Settings): void {
  if (textTemplate === null || kind === "file") return;
  throw new CliError(
    "INVALID_SETTINGS",
    `textTemplate is for files, and the source is ${source}.`,
    {
      hint: "Products of a database are embedded by their searchable_content: leave textTemplate out, or write that column by it (searchfit import).",
    },
  );
}

/** Columns of a table are named where the table is, its texts are as its readers embed them, and documents have neither. */
function refuseFileSettings(source: Source, { columns, html, source: name }: Settings): void {
  if (isProductFile(source)) return;
  if (html !== "keep")
    throw new CliError(
      "INVALID_SETTINGS",
      `html is for files of products, and the source is ${name}.`,
      {
        hint: "Leave it out (--html keep): documents are read as text, and products of a database are embedded by what it has.",
      },
    );
  if (Object.keys(namedColumns(columns)).length === 0) return;
  throw new CliError(
    "INVALID_SETTINGS",
    `columns is for files of products, and the source is ${name}.`,
    {
      hint: "Leave it out (--columns none); the columns of a table are named by database.columns.",
    },
  );
}

function isProductFile(source: Source): boolean {
  return source.kind === "file" && source.format !== "docs";
}

function describeSource(source: Source, { settings }: ChainContext): Json {
  const { textTemplate, html } = settings;
  if (source.kind === "file") {
    const text = textTemplate === null ? null : compileTextTemplate(textTemplate).version;
    const columns = namedColumns(settings.columns);
    return {
      ...{ kind: "file", format: source.format },
      ...(text === null ? {} : { text }),
      ...(Object.keys(columns).length === 0 ? {} : { columns }),
      ...(html === "keep" ? {} : { html }),
    };
  }
  return { kind: source.kind, ...settings.database };
}

function inputsOf(source: Source): string[] {
  if (source.kind === "file") return [source.path];
  return source.kind === "embedded" ? [join(sampleDataFolder(), "products.jsonl")] : [];
}

async function productsOf(source: Source, context: ChainContext): Promise<readonly Product[]> {
  if (source.kind === "file")
    return readSourceFile(source, {
      textTemplate: context.settings.textTemplate,
      columns: context.settings.columns,
      html: context.settings.html,
      note: (text) => {
        context.terminal.note(`  ${stripControl(text)}`);
      },
      warn: (text) => {
        context.terminal.warn(text);
      },
    });
  const table = tableNames(context.settings);
  const embedded = source.kind === "embedded";
  if (embedded) await context.workbench.baseModel();
  const database = embedded
    ? await openEmbeddedOf(context.settings, context.folder)
    : await openServerOf(context.environment);
  try {
    if (embedded) {
      const { folder } = await context.workbench.baseModel();
      const embedder = await context.workbench.embedder(folder);
      const sample = await readProducts(join(sampleDataFolder(), "products.jsonl"));
      const { terminal, signal } = context;
      await loadProducts({ database, table, products: sample, embedder, terminal, signal });
    }
    const products: Product[] = [];
    const line = context.terminal.progress("reading", "products");
    for await (const product of streamProducts(database, { table, signal: context.signal })) {
      products.push(product);
      line.update({ done: products.length, total: products.length });
    }
    line.end();
    return products;
  } finally {
    await database.close();
  }
}

function complete(all: readonly Product[], { terminal }: ChainContext): readonly Product[] {
  const { products, untitled, empty } = completeProducts(all);
  if (untitled > 0)
    terminal.warn(
      `  ${formatCount(untitled)} products have no title: the beginning of their text stands for it`,
    );
  if (empty > 0)
    terminal.warn(
      `  ${formatCount(empty)} products have neither title nor text: they are left out`,
    );
  return products;
}

async function statisticsOf(
  products: readonly Product[],
  { workbench, settings }: ChainContext,
): Promise<ProductStatistics> {
  const { folder } = await workbench.baseModel();
  const embedder = await workbench.embedder(folder);
  return describeProducts(products, {
    countTokens: (texts) => embedder.countTokens(texts),
    maxTokens: embedder.model.maxTokens,
    seed: settings.seed,
  });
}

function htmlOf(products: readonly Product[]): ExtractionSummary["html"] {
  const found = products.filter((product) => hasHtml(productText(product)));
  return { count: found.length, example: found[0]?.id ?? null };
}

function summaryOf(statistics: ProductStatistics): Record<string, Json> {
  const { categories, samples, ...figures } = statistics;
  return {
    ...figures,
    categories: [...categories].map(([name, products]) => ({ name, products })),
    samples: samples.map(({ id, title, category }) => ({ id, title, category })),
  };
}
