import { formatBoxTable, formatCount } from "@searchfit/report-md";
import { usageCost, type CostEstimate } from "@searchfit/synthetic-queries";
import { CliError } from "../cli-error.ts";
import { estimateSource } from "../estimate/estimate-source.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { readEnvironment } from "../settings/read-environment.ts";
import { resolveSettings } from "../settings/resolve-settings.ts";
import type { Settings } from "../settings/settings.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";
import { priceTable } from "../steps/generate-settings.ts";
import { settingsOfFlags, type SettingFlags } from "./setting-flags.ts";

/** A model and what the same tokens would cost with it. */
interface ModelCost {
  readonly model: string;
  readonly usd: number | null;
}

/** Says what generating queries for the source's products would cost; nothing is spent or written. */
export async function estimate(flags: SettingFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const folder = process.cwd();
  const environment = readEnvironment(folder, process.env);
  const settings = resolveSettings(
    { ...settingsOfFlags(flags), queries: "anthropic" },
    await readConfigFile(folder, flags.config),
    { ...environment, ANTHROPIC_API_KEY: "not needed to estimate" },
  );
  const cost = await estimateSource(settings, environment, folder);
  if (cost.products === 0) {
    throw new CliError("EMPTY_CATALOGUE", `The source ${settings.source} has no products.`);
  }
  const { queriesPerProduct, model, maxCostUsd } = settings.generation;
  const costs = [{ model, usd: cost.usd }, ...otherModels(cost, settings)];
  tell(cost, costs, { terminal, settings });
  terminal.document({
    estimate: true,
    source: settings.source,
    queriesPerProduct,
    model,
    ...cost,
    maxCostUsd,
    models: costs,
  });
}

function otherModels({ inputTokens, outputTokens }: CostEstimate, settings: Settings): ModelCost[] {
  const { model: chosen, batch } = settings.generation;
  return [...priceTable(settings).models]
    .filter(([model]) => model !== chosen)
    .map(([model, price]) => ({
      model,
      usd: usageCost({ inputTokens, outputTokens, batch }, price),
    }))
    .sort((a, b) => a.usd - b.usd);
}

function requestsOf({ products, requests }: CostEstimate, { generation }: Settings): string {
  const each =
    requests === products ? "one request a product" : `${formatCount(requests)} requests`;
  return generation.batch ? `${each}, at the price of batches` : each;
}

function tell(
  cost: CostEstimate,
  costs: readonly ModelCost[],
  { terminal, settings }: { readonly terminal: Terminal; readonly settings: Settings },
): void {
  const { queriesPerProduct, model, maxCostUsd } = settings.generation;
  terminal.result(
    `Having ${queriesPerProduct} queries written for each of ${formatCount(cost.products)} products (source ${settings.source}):
about ${formatCount(cost.inputTokens)} tokens in and ${formatCount(cost.outputTokens)} out, ${requestsOf(cost, settings)}.`,
  );
  const columns = [{ header: "Model" }, { header: "US dollars", align: "right" }] as const;
  const rows = costs.map(({ model: name, usd }) => [
    name === model ? `${name} (chosen)` : name,
    usd === null ? "price not known" : usd.toFixed(usd < 1 ? 4 : 2),
  ]);
  terminal.result(formatBoxTable(rows, { columns }));
  terminal.result(
    `This is an estimate, with list prices of ${cost.priceDate} and 3.5 characters counted as a token; nothing was spent.`,
  );
  if (maxCostUsd !== null && cost.usd !== null && cost.usd > maxCostUsd) {
    const share = Math.floor((maxCostUsd / cost.usd) * cost.products);
    terminal.warn(
      `The cap of $${maxCostUsd} would stop it after about ${formatCount(share)} of ${formatCount(cost.products)} products.`,
    );
  }
}
