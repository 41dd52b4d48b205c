import { IrMetricsError } from "../ir-metrics-error.ts";

/** The id, or an error when a format that separates fields by blanks cannot hold it. */
export function writableId(id: string): string {
  if (/^\S+$/.test(id)) return id;
  throw new IrMetricsError(
    "UNWRITABLE_ID",
    `Expected ids without blanks for TREC's format, got ${JSON.stringify(id.slice(0, 200))}.`,
    { hint: "Map the ids to names without blanks, or use a JSON format.", details: { id } },
  );
}
