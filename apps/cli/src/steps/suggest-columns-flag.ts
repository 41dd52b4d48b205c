import { RetrievalDatasetError } from "@searchfit/retrieval-dataset";

/**
 * The error of a file whose columns have other names, with the flag that names them as its hint; any
 * other error as it is.
 */
export function suggestColumnsFlag(error: unknown): unknown {
  if (!(error instanceof RetrievalDatasetError)) return error;
  const columns = error.details.suggestedColumns;
  if (columns === undefined) return error;
  const { code, message, details, cause } = error;
  const hint = `Name them: --columns ${flagOf(columns as Readonly<Record<string, string>>)}`;
  return new RetrievalDatasetError(code, message, { hint, details, cause });
}

/** The mapping as one word of a shell; names with a comma cannot be in a flag. */
function flagOf(columns: Readonly<Record<string, string>>): string {
  const text = Object.entries(columns)
    .filter(([, column]) => !column.includes(","))
    .map(([field, column]) => `${field}=${column}`)
    .join(",");
  return /^[\w=,.-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
