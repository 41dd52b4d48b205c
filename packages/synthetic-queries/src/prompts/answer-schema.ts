import type { QueryStyle } from "./query-style.ts";

/** JSON schema of a packed answer: products with an id and a list of texts for each style. */
export function answerSchema(styles: readonly QueryStyle[]): Readonly<Record<string, unknown>> {
  const texts = { type: "array", items: { type: "string" } };
  const product = {
    type: "object",
    properties: { id: { type: "string" }, ...Object.fromEntries(styles.map((s) => [s, texts])) },
    required: ["id", ...styles],
    additionalProperties: false,
  };
  return {
    type: "object",
    properties: { products: { type: "array", items: product } },
    required: ["products"],
    additionalProperties: false,
  };
}
