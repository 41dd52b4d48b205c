import { z } from "zod";

/** Fields of a product that a file can hold. */
export const productFields = [
  ...(["id", "title", "description", "category", "tags"] as const),
  ...(["searchable_content", "source_file"] as const),
] as const;

/** Which column of a file holds which field; what is not named, or null, keeps its name. */
export const fileColumns = z.partialRecord(z.enum(productFields), z.string().min(1).nullable());

/** What {@link fileColumns} accepts. */
export type FileColumns = z.infer<typeof fileColumns>;

/** The columns that are named, without those that keep their names. */
export function namedColumns(columns: FileColumns | null): Readonly<Record<string, string>> {
  const entries = Object.entries(columns ?? {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
