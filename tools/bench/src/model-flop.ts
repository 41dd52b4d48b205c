import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Floating point operations that a BERT-like encoder needs for some texts, padding not counted: the
 * matrix products of its layers and of attention, two operations a multiplication.
 */
export function modelFlop(folder: string, tokens: readonly number[]): number {
  const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8")) as {
    readonly hidden_size: number;
    readonly intermediate_size: number;
    readonly num_hidden_layers: number;
  };
  const { hidden_size: width, intermediate_size: inner, num_hidden_layers: layers } = config;
  const ofText = (length: number) =>
    2 * layers * length * (4 * width * width + 2 * width * inner + 2 * length * width);
  return tokens.reduce((sum, length) => sum + ofText(length), 0);
}
