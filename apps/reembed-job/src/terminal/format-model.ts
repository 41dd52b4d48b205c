import type { EmbeddingModel } from "@searchfit/pg-corpus";

/**
 * A model in one line.
 *
 * @example
 * formatModel(model); // "experiments/default/model (fp32, 384 dimensions, fingerprint 1a2b3c4d5e6f)"
 */
export function formatModel({ name, precision, dimensions, fingerprint }: EmbeddingModel): string {
  return `${name} (${precision}, ${dimensions} dimensions, fingerprint ${fingerprint.slice(0, 12)})`;
}

/** A count with its noun: "1 product", "1,013 products". */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Label and value of lines under each other. */
export function formatFacts(facts: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(...facts.map(([label]) => label.length));
  return facts.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join("\n");
}
