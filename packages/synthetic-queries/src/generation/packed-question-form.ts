import { parseAnswer } from "../answers/parse-answer.ts";
import { parsePackedAnswer } from "../answers/parse-packed-answer.ts";
import { buildPackedPrompt } from "../prompts/build-packed-prompt.ts";
import type { StyleMix } from "../prompts/query-style.ts";
import type { QuestionForm } from "./question-form.ts";

const MAX_TOKENS_PER_PRODUCT = 200;

/** What {@link packedQuestionForm} asks for. */
export interface PackedQuestionOptions {
  /** Queries of each style. */
  readonly styles: StyleMix;
  /** Real queries to show. */
  readonly examples: readonly string[];
  /** Products of one question at most. */
  readonly packSize: number;
}

/** Prompt version 2: products with ids, queries under their styles, JSON. */
export function packedQuestionForm(options: PackedQuestionOptions): QuestionForm {
  const { styles, examples, packSize } = options;
  return {
    version: 2,
    params: { styles, examples: examples.length, max_tokens: MAX_TOKENS_PER_PRODUCT },
    packSize,
    question: (products) => {
      const [product] = products;
      if (product === undefined) throw new RangeError("Expected a product.");
      const { system, user, schema } = buildPackedPrompt(products, { styles, examples });
      const maxTokens = MAX_TOKENS_PER_PRODUCT * products.length;
      return { product, products, prompt: { system, user }, maxTokens, schema };
    },
    partsOf: ({ text, stopReason }, products) => {
      const [first] = products;
      if (first === undefined) return new Map();
      if (products.length === 1 && (stopReason === "refusal" || typeof text !== "string"))
        return new Map([[first.id, text]]);
      if (typeof text !== "string") return new Map();
      return parsePackedAnswer(text, buildPackedPrompt(products, { styles }).refs).byProduct;
    },
    parse: (answer) => parseAnswer(answer, 0),
  };
}
