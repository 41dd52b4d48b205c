import { formatBoxTable, formatCount } from "@searchfit/report-md";
import { usageCost, type CostEstimate } from "@searchfit/synthetic-queries";
import { CliError } from "../cli-error.ts";
import { countSource, estimateSource, type EstimatedSource } from "../estimate/estimate-source.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { readEnvironment } from "../settings/read-environment.ts";
import { resolveSettings } from "../settings/resolve-settings.ts";
import type { Settings } from "../settings/settings.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";
import { languageModel } from "../steps/generate-provider.ts";
import { priceTable } from "../steps/generate-settings.ts";
import { settingsOfFlags, type SettingFlags } from "./setting-flags.ts";

/** A model and what the same tokens would cost with it. */
interface ModelCost {
  readonly model: string;
  readonly usd: number | null;
}

/** Flags of `estimate`. */
export interface EstimateFlags extends SettingFlags {
  /** Ask the provider's counting endpoint. */
  readonly count?: boolean;
}

/** How tokens were told from characters. */
interface TokenCount {
  readonly countedBy: "provider" | "rule of thumb";
  readonly charactersPerToken: number;
}

const ruleOfThumb: TokenCount = { countedBy: "rule of thumb", charactersPerToken: 3.5 };

/** Says what generating queries for the source's products would cost; nothing is spent or written. */
export async function estimate(flags: EstimateFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const folder = process.cwd();
  const environment = readEnvironment(folder, process.env);
  const settings = resolveSettings(
    { ...settingsOfFlags(flags), queries: "anthropic" },
    await readConfigFile(folder, flags.config),
    { ...environment, ANTHROPIC_API_KEY: "not needed to estimate" },
  );
  const source = { settings, environment, folder };
  const rough = await estimateSource(source);
  if (rough.products === 0) {
    throw new CliError("EMPTY_CATALOGUE", `The source ${settings.source} has no products.`);
  }
  const tokens =
    flags.count === true ? await countTokens(source, rough.products, terminal) : ruleOfThumb;
  const cost =
    tokens.countedBy === "provider"
      ? await estimateSource(source, tokens.charactersPerToken)
      : rough;
  const { queriesPerProduct, model, maxCostUsd } = settings.generation;
  const costs = [{ model, usd: cost.usd }, ...otherModels(cost, settings)];
  tell(cost, costs, { terminal, settings, tokens });
  terminal.document({
    estimate: true,
    source: settings.source,
    queriesPerProduct,
    model,
    ...{ ...cost, ...tokens },
    maxCostUsd,
    models: costs,
  });
}

/** By the provider's counting endpoint where it answers, else by the rule of thumb, with a warning. */
async function countTokens(
  source: EstimatedSource,
  products: number,
  terminal: Terminal,
): Promise<TokenCount> {
  const fallBack = (reason: string): TokenCount => {
    terminal.warn(`The tokens were not counted but estimated: ${reason}`);
    return ruleOfThumb;
  };
  if (source.environment.ANTHROPIC_API_KEY === undefined)
    return fallBack("ANTHROPIC_API_KEY is not set.");
  try {
    const provider = languageModel({ kind: "anthropic" }, source.settings, source.environment);
    const charactersPerToken = await countSource(source, provider, products);
    return charactersPerToken === undefined
      ? fallBack(`${provider.name} cannot count.`)
      : { countedBy: "provider", charactersPerToken };
  } catch (error) {
    if ((error as Partial<CliError>).code === undefined) throw error;
    return fallBack((error as Error).message);
  }
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

function wordsOf({ countedBy, charactersPerToken }: TokenCount, model: string): string {
  return countedBy === "provider"
    ? `${charactersPerToken.toFixed(2)} characters a token, as ${model} counts them`
    : `${charactersPerToken} characters counted as a token`;
}

function requestsOf({ products, requests }: CostEstimate, { generation }: Settings): string {
  const each =
    requests === products ? "one request a product" : `${formatCount(requests)} requests`;
  return generation.batch ? `${each}, at the price of batches` : each;
}

interface Telling {
  readonly terminal: Terminal;
  readonly settings: Settings;
  readonly tokens: TokenCount;
}

function tell(
  cost: CostEstimate,
  costs: readonly ModelCost[],
  { terminal, settings, tokens }: Telling,
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
    `This is an estimate, with list prices of ${cost.priceDate} and ${wordsOf(tokens, model)}; nothing was spent.`,
  );
  if (maxCostUsd !== null && cost.usd !== null && cost.usd > maxCostUsd) {
    const share = Math.floor((maxCostUsd / cost.usd) * cost.products);
    terminal.warn(
      `The cap of $${maxCostUsd} would stop it after about ${formatCount(share)} of ${formatCount(cost.products)} products.`,
    );
  }
}
