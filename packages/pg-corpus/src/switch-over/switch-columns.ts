import { createHash } from "node:crypto";
import type { ResolvedTableNames } from "../table-names.ts";

/** The three names that one kind of vectors has around a switch. */
export interface SwitchColumn {
  /** Which vectors. */
  readonly key: "content" | "title";
  /** The name that readers use. */
  readonly live: string;
  /** Vectors of the next model, before the switch. */
  readonly next: string;
  /** Vectors of the former model, after the switch. */
  readonly previous: string;
}

/** Columns of a table around a switch. */
export interface SwitchColumns {
  /** Content vectors and, where the table has them, title vectors. */
  readonly vectors: readonly SwitchColumn[];
  /** Hash of the text that the new vectors were made from. */
  readonly source: string;
}

const longestName = 63;

/** The columns of a switch-over, named after the table's own. */
export function switchColumns({ columns }: ResolvedTableNames): SwitchColumns {
  const { contentEmbedding, titleEmbedding } = columns;
  const content = switchColumn("content", contentEmbedding);
  const title = titleEmbedding === null ? [] : [switchColumn("title", titleEmbedding)];
  return { vectors: [content, ...title], source: withSuffix(contentEmbedding, "__source") };
}

function switchColumn(key: "content" | "title", live: string): SwitchColumn {
  return { key, live, next: nextName(live), previous: previousName(live) };
}

/** The name of the next column or index beside one of this name. */
export function nextName(name: string): string {
  return withSuffix(name, "__next");
}

/** The name that a column or an index of this name has after a switch. */
export function previousName(name: string): string {
  return withSuffix(name, "__previous");
}

/**
 * Adds a suffix; a name that would become too long for PostgreSQL is shortened to its start
 * and a hash.
 */
export function withSuffix(name: string, suffix: string): string {
  if (Buffer.byteLength(name + suffix) <= longestName) return name + suffix;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  let start = name;
  while (Buffer.byteLength(`${start}_${hash}${suffix}`) > longestName) {
    start = [...start].slice(0, -1).join("");
  }
  return `${start}_${hash}${suffix}`;
}
