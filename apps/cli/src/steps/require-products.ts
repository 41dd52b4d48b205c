import { formatCount } from "@searchfit/report-md";
import type { Product } from "@searchfit/retrieval-dataset";
import { CliError } from "../cli-error.ts";

/**
 * Stops before anything is paid or trained when there is nothing to tell apart, or ids that no run can
 * hold.
 *
 * @param source The setting `source`, for the message.
 * @throws {CliError} `EMPTY_CATALOGUE`, `TOO_FEW_PRODUCTS`, `UNWRITABLE_ID` with the first of the ids.
 */
export function requireProducts(products: readonly Product[], source: string): void {
  if (products.length === 0) {
    throw new CliError("EMPTY_CATALOGUE", `The source ${source} has no products.`, {
      hint:
        source === "postgres"
          ? "Only rows with status 'active' and a content_embedding are read; `searchfit import` fills a table."
          : "Give a file with at least one product a line.",
    });
  }
  if (products.length < 10) {
    throw new CliError(
      "TOO_FEW_PRODUCTS",
      `The source ${source} has ${products.length === 1 ? "one product" : `${products.length} products`}; there is nothing to tell apart.`,
      { hint: "Give at least 10 products; a few hundred are needed for a useful result." },
    );
  }
  requireWritableIds(products);
}

/** Runs and judgments are files with blanks between their columns. */
function requireWritableIds(products: readonly Product[]): void {
  const refused = products.filter(({ id }) => /\s/u.test(id)).map(({ id }) => JSON.stringify(id));
  if (refused.length === 0) return;
  throw new CliError(
    "UNWRITABLE_ID",
    `Expected ids without blanks, got ${refused.slice(0, 5).join(", ")}${refused.length > 5 ? ` and ${formatCount(refused.length - 5)} more` : ""}.`,
    {
      hint: "Take another column (--columns id=COLUMN of a file, database.columns.id of a table), or ids without blanks.",
    },
  );
}
