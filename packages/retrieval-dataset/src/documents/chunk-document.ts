import { splitSections, type DocumentFormat } from "./split-sections.ts";

/** How a document is cut. */
export interface ChunkDocumentOptions {
  /** How headings are written. @default "markdown" */
  readonly format?: DocumentFormat;
  /** Words of a chunk at most, at least 1. @default 500 */
  readonly words?: number;
  /** Words that a chunk repeats of the one before, fewer than `words`. @default 50 */
  readonly overlap?: number;
}

/** A piece of a document. */
export interface DocumentChunk {
  /** Headings it stands under, from the outermost to the nearest; possibly none. */
  readonly headings: readonly string[];
  /** Its text as it stands in the document, blanks and line ends included. */
  readonly text: string;
}

/**
 * Cuts a document into chunks of at most 500 words, each with the headings it stands under. A
 * chunk never crosses a heading, so it may be shorter. Chunks of one section overlap, so that what
 * is cut in one stands whole in the other. Words are what stands between blanks.
 *
 * @returns The chunks in order; none for a document without words.
 * @throws {RangeError} When `words` or `overlap` make no sense.
 * @example
 * chunkDocument("# Leave\n\nStaff get 25 days.\n\n## Sick leave\n\nTell your manager.");
 * // [{ headings: ["Leave"], text: "Staff get 25 days." },
 * //  { headings: ["Leave", "Sick leave"], text: "Tell your manager." }]
 */
export function chunkDocument(
  text: string,
  options: ChunkDocumentOptions = {},
): readonly DocumentChunk[] {
  const { format = "markdown", words = 500, overlap = 50 } = options;
  if (!(Number.isInteger(words) && words >= 1))
    throw new RangeError(`Expected words to be an integer ≥ 1, got ${words}.`);
  if (!(Number.isInteger(overlap) && overlap >= 0 && overlap < words))
    throw new RangeError(`Expected overlap to be an integer in [0, ${words}), got ${overlap}.`);
  return splitSections(text, format).flatMap(({ headings, text: section }) =>
    windows(section, words, overlap).map((window) => ({ headings, text: window })),
  );
}

function windows(text: string, size: number, overlap: number): readonly string[] {
  const found = Array.from(text.matchAll(/\S+/gu), ({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
  const chunks: string[] = [];
  for (let first = 0; first < found.length; first += size - overlap) {
    const last = Math.min(first + size, found.length) - 1;
    chunks.push(text.slice(found[first]?.start, found[last]?.end));
    if (last === found.length - 1) break;
  }
  return chunks;
}
