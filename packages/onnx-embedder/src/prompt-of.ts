/**
 * The text that is put before a query or a document, as `encode_query` and `encode_document` of
 * sentence-transformers choose it: the prompt of that name, else nothing. `default_prompt_name` never
 * stands in for it: there it is the prompt of the plain `encode`, which an embedder has no call for.
 *
 * One difference: a folder without a document prompt gives documents its prompt `passage` or `corpus`.
 * sentence-transformers names these, too, but sees the empty document prompt that it puts in itself first.
 *
 * @param kind What is embedded.
 * @param prompts Of a model folder, by name.
 * @returns The prompt; empty when there is none.
 * @example
 * promptOf("document", { query: "query: ", passage: "passage: " }); // "passage: "
 */
export function promptOf(
  kind: "query" | "document",
  prompts: Readonly<Record<string, string>>,
): string {
  if (kind === "query") return prompts.query ?? "";
  return [prompts.document, prompts.passage, prompts.corpus].find(Boolean) ?? "";
}
