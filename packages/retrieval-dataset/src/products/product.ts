/** Identifies a product; the same string is a `DocId` in `@searchfit/ir-metrics`. */
export type ProductId = string;

/** One product of a catalogue, as it lies in `products.json` and in the table `ingested_records`. */
export interface Product {
  /** Unique in the catalogue; never empty. May look like a number. */
  readonly id: ProductId;
  /** Never empty in a catalogue. Documents of other datasets may have an empty one. */
  readonly title: string;
  /** Free text, or `null` where the shop has none. */
  readonly description: string | null;
  /** Name of the category, or `null`. */
  readonly category: string | null;
  /** Labels, possibly none. */
  readonly tags: readonly string[];
  /** The text that was made to be searched and embedded; may be blank, see {@link productText}. */
  readonly searchable_content: string;
  /** Where the record came from, or `null`. */
  readonly source_file: string | null;
}
