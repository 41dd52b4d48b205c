import { stripMarks } from "../answers/parse-answer.ts";
import { parseParaphrases } from "../answers/parse-paraphrases.ts";
import { buildParaphrasePrompt } from "../prompts/build-paraphrase-prompt.ts";
import { isQueryStyle } from "../prompts/query-style.ts";
import type { ProductForQueries, WrittenQuery } from "../providers/query-provider.ts";
import type { QuestionForm } from "./question-form.ts";

const TOKENS = { answer: 50, query: 20, paraphrase: 25 };

/**
 * The form that asks for a product's queries in other words.
 *
 * @param queriesOf Product id → its queries.
 * @param count Paraphrases of each query.
 */
export function paraphraseForm(
  queriesOf: ReadonlyMap<string, readonly WrittenQuery[]>,
  count: number,
): QuestionForm {
  const queries = (product: ProductForQueries) => queriesOf.get(product.id) ?? [];
  return {
    ...{ task: "paraphrase", version: 1, params: { paraphrases: count }, packSize: 1 },
    question: ([product]) => {
      if (product === undefined) throw new RangeError("Expected a product.");
      const shown = queries(product);
      const { system, user, schema } = buildParaphrasePrompt(product, shown, count);
      const tokens = TOKENS.answer + shown.length * (TOKENS.query + TOKENS.paraphrase * count);
      const paraphrase = { queries: shown, count };
      return { product, paraphrase, prompt: { system, user }, schema, maxTokens: tokens };
    },
    partsOf: ({ text, stopReason }, [product]) => {
      if (product === undefined) return new Map();
      if (stopReason === "refusal") return new Map([[product.id, text]]);
      if (typeof text !== "string") return new Map([[product.id, known(text, queries(product))]]);
      const parts = parseParaphrases(text, queries(product), count);
      return new Map(parts.length === 0 ? [] : [[product.id, parts]]);
    },
    parse: ({ text }) => ({
      queries: (typeof text === "string" ? [] : text).map(toCandidate),
      ...{ preambles: [], cutOff: null },
    }),
  };
}

/** Of paraphrases from elsewhere those that say a query of the product in other words. */
function known(
  paraphrases: readonly WrittenQuery[],
  queries: readonly WrittenQuery[],
): readonly WrittenQuery[] {
  const styles = new Map(queries.map(({ text, style }) => [text, style]));
  return paraphrases.flatMap(({ text, style, of = "" }) => {
    const kind = style ?? styles.get(of);
    return styles.has(of) ? [{ text, ...(kind === undefined ? {} : { style: kind }), of }] : [];
  });
}

function toCandidate({ text, style, of }: WrittenQuery) {
  return {
    text: stripMarks(text),
    style: isQueryStyle(style) ? style : null,
    ...(of === undefined ? {} : { paraphraseOf: of }),
  };
}
